import type { InstallationStatus, User } from '@/api/types';
import { useRegistration } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { Fact, Facts } from '@/ui/Facts';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useHealth } from '../api/getHealth';
import { useInstallationStatus } from '../api/getStatus';

/** The version, the health, who may sign up, the database and its last backup. */
export function InstallationCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const status = useInstallationStatus();
  return (
    <Card title={t('admin.installation')}>
      <QueryBoundary
        query={status}
        errorTitle={t('admin.installationFailed')}
        skeleton={<Skeleton count={3} />}
      >
        {(data) => <Status status={data} user={user} />}
      </QueryBoundary>
    </Card>
  );
}

function Status({ status, user }: { status: InstallationStatus; user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const health = useHealth().data;
  const registration = useRegistration().data;
  const { version, environment, database, redis, lastBackup } = status;
  const failing = Object.entries(health?.checks ?? {})
    .filter(([, check]) => check.status === 'error' || check.status === 'degraded')
    .map(([name]) => name);
  return (
    <Facts>
      <Fact name={t('admin.version')}>
        {version} ({environment})
      </Fact>
      {health && (
        <Fact name={t('admin.health')}>
          {failing.length === 0
            ? t('admin.healthy')
            : t('admin.unhealthy', { checks: failing.join(', ') })}
        </Fact>
      )}
      {registration && (
        <Fact name={t('admin.registration')}>
          {t(`admin.registration_${registration.mode}`)}
          {registration.domains.length > 0 && ` (${registration.domains.join(', ')})`}
        </Fact>
      )}
      <Fact name={t('admin.database')}>
        {database}
        {redis && ', Redis'}
      </Fact>
      <Fact name={t('admin.lastBackup')} wide>
        {lastBackup ? format.moment(lastBackup.madeAt, user.timeZone) : t('admin.noBackup')}
      </Fact>
    </Facts>
  );
}
