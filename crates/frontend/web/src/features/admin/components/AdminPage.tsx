import { clsx } from 'clsx';
import { useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { AuditLogCard } from './AuditLogCard';
import { CreatePersonCard } from './CreatePersonCard';
import { PeopleCard } from './PeopleCard';
import columns from '@/ui/columns.module.css';

/** The people of the installation and what administrators did, for administrators. */
export function AdminPage() {
  const { t } = useTranslation();
  const me = useMe();
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
          <CreatePersonCard />
          <AuditLogCard user={me.data} />
        </div>
      </div>
    </Page>
  );
}
