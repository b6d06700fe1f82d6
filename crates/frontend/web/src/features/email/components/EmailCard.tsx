import { useProblemText } from '@/api/useProblemText';
import type { EmailStatus, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Fact, Facts } from '@/ui/Facts';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useEmailStatus } from '../api/getEmailStatus';
import { useSendTestMail } from '../api/sendTestMail';
import text from '@/ui/text.module.css';
import styles from './EmailCard.module.css';

/** The state of mail delivery, for administrators. */
export function EmailCard({ user }: { user: User }) {
  return user.role === 'admin' ? <CardOfAdmins user={user} /> : null;
}

function CardOfAdmins({ user }: { user: User }) {
  const { t } = useTranslation();
  const status = useEmailStatus();
  return (
    <Card title={t('email.title')}>
      <QueryBoundary
        query={status}
        errorTitle={t('email.loadFailed')}
        skeleton={<Skeleton count={3} />}
      >
        {(data) => <Status status={data} timeZone={user.timeZone} />}
      </QueryBoundary>
    </Card>
  );
}

function Status({ status, timeZone }: { status: EmailStatus; timeZone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { transport, queued, failed, lastAttempt } = status;
  return (
    <div className={styles.email}>
      <p>{t(`email.transport.${transport}`)}</p>
      <Facts>
        <Fact name={t('email.queued')}>{format.whole(queued)}</Fact>
        <Fact name={t('email.failed')}>{format.whole(failed)}</Fact>
        <Fact name={t('email.last')} wide>
          {lastAttempt ? (
            <>
              {format.moment(lastAttempt.at, timeZone)}:{' '}
              {lastAttempt.failure ? (
                <span className={styles.emailFailure}>
                  {t(`email.failure.${lastAttempt.failure.kind}`)}
                  <span className={styles.emailDetail}>{lastAttempt.failure.detail}</span>
                </span>
              ) : (
                t('email.sent')
              )}
            </>
          ) : (
            t('email.never')
          )}
        </Fact>
      </Facts>
      {transport !== 'off' && <TestMail />}
    </div>
  );
}

function TestMail() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const test = useSendTestMail();
  return (
    <>
      <Button loading={test.isPending} onClick={() => test.mutate()}>
        {t('email.test')}
      </Button>
      <p role="status" className={text.hint}>
        {test.isSuccess && t('email.testQueued', { to: test.data.to })}
      </p>
      <p role="alert" className={text.error}>
        {test.isError && problemText(test.error)}
      </p>
    </>
  );
}
