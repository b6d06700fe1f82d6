import { useState } from 'react';
import type { NotificationKind, NotificationPreference } from '@/api/types';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { Switch } from '@/ui/Switch';
import { showToast } from '@/ui/toasts';
import { usePreferences } from '../api/getPreferences';
import { useSetPreference } from '../api/setPreference';
import text from '@/ui/text.module.css';
import styles from './NotificationPreferencesCard.module.css';

/** What the user is told of: saved at once. */
export function NotificationPreferencesCard() {
  const { t } = useTranslation();
  return (
    <Card title={t('notifications.title')} id="notifications">
      <QueryBoundary
        query={usePreferences()}
        errorTitle={t('notifications.preferencesFailed')}
        skeleton={<Skeleton shape="row" count={5} />}
      >
        {({ preferences }) => <Switches preferences={preferences} />}
      </QueryBoundary>
    </Card>
  );
}

function Switches({ preferences }: { preferences: readonly NotificationPreference[] }) {
  const { t, hasMessage } = useTranslation();
  const problemText = useProblemText();
  const set = useSetPreference();
  // Local state, so that a switch changes before the cache notifies.
  const [chosen, setChosen] = useState<Partial<Record<NotificationKind, boolean>>>({});
  const choose = (kind: NotificationKind, enabled: boolean) => {
    setChosen((before) => ({ ...before, [kind]: enabled }));
    set.mutateAsync({ kind, enabled }).catch((error: unknown) => {
      setChosen((before) => ({ ...before, [kind]: !enabled }));
      showToast(problemText(error));
    });
  };
  return (
    <div className={styles.root}>
      <p className={text.hint}>{t('notifications.preferencesHint')}</p>
      {preferences.map(({ kind, enabled }) => {
        const key = `notifications.kind_${kind}`;
        return (
          hasMessage(key) && (
            <Switch
              key={kind}
              label={t(key)}
              on={chosen[kind] ?? enabled}
              onChange={(on) => choose(kind, on)}
            />
          )
        );
      })}
    </div>
  );
}
