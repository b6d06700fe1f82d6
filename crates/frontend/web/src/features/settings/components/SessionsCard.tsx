import { useRef } from 'react';
import { useLocation } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import type { OpenSession, User } from '@/api/types';
import { useEndSession, useLogout, useSessions } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { SessionItem } from './SessionItem';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';
import styles from './SessionsCard.module.css';

/** The account's sessions, and buttons to end them. */
export function SessionsCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const sessions = useSessions();
  const end = useEndSession();
  const list = useRef<HTMLUListElement>(null);
  const endOne = (id: OpenSession['id'], device: string) =>
    end.mutate(id, {
      onSuccess: () => {
        showToast(t('settings.sessionEnded', { device }));
        // The button is removed together with its session.
        list.current?.focus();
      },
      onError: (error) => showToast(problemText(error)),
    });
  return (
    <Card title={t('settings.sessions')}>
      <QueryBoundary
        query={sessions}
        errorTitle={t('settings.sessionsFailed')}
        skeleton={<Skeleton shape="row" count={2} />}
      >
        {(open) => (
          <ul
            className={styles.sessions}
            ref={list}
            tabIndex={-1}
            aria-label={t('settings.sessions')}
          >
            {open.map((session) => (
              <SessionItem
                key={session.id}
                session={session}
                timeZone={user.timeZone}
                ending={end.isPending && end.variables === session.id}
                onEnd={(device) => endOne(session.id, device)}
              />
            ))}
          </ul>
        )}
      </QueryBoundary>
      <SignOut />
    </Card>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const logout = useLogout();
  const [, navigate] = useLocation();
  // The session's end unmounts this component, and with it the callbacks of `mutate`.
  const leave = (scope: 'here' | 'everywhere') =>
    logout.mutateAsync(scope).then(
      () => navigate(routes.signIn()),
      (error: unknown) => showToast(problemText(error)),
    );
  const askAndLeave = (scope: 'here' | 'everywhere') => leaving.ask(() => void leave(scope));
  return (
    <div className={styles.sessionsEnd}>
      <div className={settings.footer}>
        <Button icon="signOut" loading={logout.isPending} onClick={() => askAndLeave('here')}>
          {t('settings.signOutHere')}
        </Button>
        <Button loading={logout.isPending} onClick={() => askAndLeave('everywhere')}>
          {t('settings.signOutAll')}
        </Button>
      </div>
      <p className={text.hint}>{t('settings.signOutAllHint')}</p>
    </div>
  );
}
