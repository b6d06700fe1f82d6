import { useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { AuditLogCard } from './AuditLogCard';
import { CreatePersonCard } from './CreatePersonCard';
import { PeopleCard } from './PeopleCard';
import styles from './AdminPage.module.css';

/** The people of the installation and what administrators did, for administrators. */
export function AdminPage() {
  const { t } = useTranslation();
  const me = useMe();
  if (!me.data) return null;
  if (me.data.role !== 'admin') return <NotFoundPage />;
  return (
    <Page>
      <PageHeading title={t('admin.title')}>{t('admin.title')}</PageHeading>
      <div className={styles.root}>
        <div className={styles.column}>
          <PeopleCard user={me.data} />
        </div>
        <div className={styles.column}>
          <CreatePersonCard />
          <AuditLogCard user={me.data} />
        </div>
      </div>
    </Page>
  );
}
