import { useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useMe } from '@/features/auth';
import { EmailCard } from '@/features/email';
import { InvitationsCard } from '@/features/invitations';
import { useTranslation } from '@/lib/i18n';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { afterAct } from '../api/afterAct';
import { AuditLogCard } from './AuditLogCard';
import { CreatePersonCard } from './CreatePersonCard';
import { InstallationCard } from './InstallationCard';
import { PeopleCard } from './PeopleCard';
import columns from '@/ui/columns.module.css';

/** The people of the installation, its state, and what administrators did, for administrators. */
export function AdminPage() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  if (!me.data) return null;
  if (me.data.role !== 'admin') return <NotFoundPage />;
  return (
    <Page>
      <PageHeading title={t('admin.title')}>{t('admin.title')}</PageHeading>
      <div className={clsx(columns.root, columns.withAside)}>
        <div className={columns.column}>
          <PeopleCard user={me.data} />
        </div>
        <div className={columns.column}>
          <InvitationsCard
            target={{ kind: 'installation' }}
            user={me.data}
            onChange={() => void afterAct(client)}
          />
          <CreatePersonCard />
          <InstallationCard user={me.data} />
          <EmailCard user={me.data} />
          <AuditLogCard user={me.data} />
        </div>
      </div>
    </Page>
  );
}
