import type { ModerationEntry, Team } from '@/api/types';
import { useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { NextPageButton } from '@/ui/NextPageButton';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useModerationLog } from '../api/listModerationLog';
import text from '@/ui/text.module.css';
import styles from './ModerationTab.module.css';

/** What leaders and deputies did about members, the latest first. */
export function ModerationTab({ team }: { team: Team }) {
  const { t } = useTranslation();
  const me = useMe();
  const log = useModerationLog(team.id);
  if (!me.data) return null;
  const { timeZone } = me.data;
  return (
    <Card title={t('team.log')}>
      <QueryBoundary
        query={log}
        errorTitle={t('team.logFailed')}
        skeleton={<Skeleton shape="row" count={3} />}
      >
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length === 0 ? (
            <p className={text.hint}>{t('team.logEmpty')}</p>
          ) : (
            <ol aria-label={t('team.log')}>
              {entries.map((entry) => (
                <LogItem key={entry.id} entry={entry} timeZone={timeZone} />
              ))}
            </ol>
          );
        }}
      </QueryBoundary>
      <NextPageButton query={log} label={t('team.logEarlier')} />
    </Card>
  );
}

function LogItem({ entry, timeZone }: { entry: ModerationEntry; timeZone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, actor, action, subject, reason } = entry;
  const nobody = t('team.deletedAccount');
  return (
    <li className={styles.entry}>
      <p>{t(`team.act_${action}`, { subject: subject?.name ?? nobody })}</p>
      {reason !== null && <p dir="auto">{reason}</p>}
      <p className={text.hint}>
        {t('team.byAt', { actor: actor?.name ?? nobody, at: format.moment(at, timeZone) })}
      </p>
    </li>
  );
}
