import { useState } from 'react';
import { useLocation } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import type { Team, TeamMate, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { noteArrival } from '@/lib/navigation';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { showToast } from '@/ui/toasts';
import { useModerate } from '../api/moderate';
import { ModerationDialog } from './ModerationDialog';
import text from '@/ui/text.module.css';
import styles from './ModerateCard.module.css';

interface ModerateCardProps {
  team: Team;
  member: TeamMate;
  user: User;
}

/** Warns, mutes and removes a member. */
export function ModerateCard({ team, member, user }: ModerateCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const [, navigate] = useLocation();
  const moderate = useModerate(team.id, member.id);
  const [asked, setAsked] = useState<'warn' | 'mute' | 'remove' | null>(null);
  const { name, mutedUntil } = member;
  const unmute = () =>
    moderate.mutate(
      { kind: 'unmute' },
      {
        onSuccess: () => showToast(t('member.done_unmute', { name })),
        onError: (error) => showToast(problemText(error)),
      },
    );
  return (
    <Card title={t('team.tab_moderation')}>
      <p className={text.hint}>
        {mutedUntil === null
          ? t('member.moderationHint')
          : t('member.isMuted', { name, until: format.moment(mutedUntil, user.timeZone) })}
      </p>
      <div className={styles.buttons}>
        <Button onClick={() => setAsked('warn')}>{t('member.warn')}</Button>
        <Button onClick={mutedUntil === null ? () => setAsked('mute') : unmute}>
          {t(mutedUntil === null ? 'member.mute' : 'member.unmute')}
        </Button>
        <Button variant="danger" onClick={() => setAsked('remove')}>
          {t('member.remove')}
        </Button>
      </div>
      {asked && (
        <ModerationDialog
          kind={asked}
          name={name}
          send={moderate.mutateAsync}
          onDone={() => {
            setAsked(null);
            showToast(
              t(`member.done_${asked}`, { name }),
              asked === 'mute' ? { label: t('app.undo'), run: unmute } : undefined,
            );
            if (asked !== 'remove') return;
            noteArrival('link');
            navigate(routes.teamTab(team.id, 'members'), { replace: true });
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}
