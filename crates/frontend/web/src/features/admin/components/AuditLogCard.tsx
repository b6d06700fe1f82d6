import type { User } from '@/api/types';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { NextPageButton } from '@/ui/NextPageButton';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useExportAuditLog } from '../api/exportAuditLog';
import { useAuditLog } from '../api/listAuditLog';
import text from '@/ui/text.module.css';
import styles from './AuditLogCard.module.css';

/** What administrators did, the latest first. */
export function AuditLogCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const log = useAuditLog();
  const exported = useExportAuditLog();
  return (
    <Card
      title={t('admin.log')}
      aside={
        <Button variant="quiet" loading={exported.isPending} onClick={() => exported.mutate()}>
          {t('admin.export')}
        </Button>
      }
    >
      <QueryBoundary
        query={log}
        errorTitle={t('admin.logFailed')}
        skeleton={<Skeleton shape="row" count={3} />}
      >
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length === 0 ? (
            <p className={text.hint}>{t('admin.logEmpty')}</p>
          ) : (
            <ol aria-label={t('admin.log')}>
              {entries.map(({ id, at, actor, action, subject, detail }) => (
                <li key={id} className={styles.entry}>
                  <p>{t(`admin.act_${action}`, { subject, detail: detail ?? '' })}</p>
                  <p className={text.hint}>
                    {t('admin.byAt', { actor, at: format.moment(at, user.timeZone) })}
                  </p>
                </li>
              ))}
            </ol>
          );
        }}
      </QueryBoundary>
      <NextPageButton query={log} label={t('admin.earlier')} />
      <div role="alert">
        {exported.error && <p className={text.error}>{problemText(exported.error)}</p>}
      </div>
    </Card>
  );
}
