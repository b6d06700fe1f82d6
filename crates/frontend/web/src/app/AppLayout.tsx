import { type ReactNode, Suspense, useEffect } from 'react';
import { useLocation } from 'wouter';
import { useSession } from '@/api/SessionContext';
import { UnverifiedNotice, useMe } from '@/features/auth';
import { AppBadge, saversOf } from '@/features/days';
import { FocusWatch } from '@/features/focus';
import { RecalculationNotice } from '@/features/recalculation';
import { useTranslation } from '@/lib/i18n';
import { PATHS } from '@/lib/routes';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryProblem } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { ErrorBoundary } from './ErrorBoundary';
import { LiveUpdates } from './LiveUpdates';
import { Navigation } from './Navigation';
import { OfflineBanner } from './OfflineBanner';
import { useIsSettled } from './useIsSettled';
import { useMarks } from './useMarks';
import { usePreferences } from './usePreferences';
import styles from './AppLayout.module.css';

/** The layout around every page of a signed-in user. */
export function AppLayout({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const [path] = useLocation();
  const me = useMe();
  usePreferences(me.data);
  const settled = useIsSettled();
  const marks = useMarks({ enabled: settled });
  // Sends the unsaved edits of earlier visits.
  useEffect(() => void saversOf(session), [session]);

  return (
    <div className={styles.root}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <Navigation name={me.data?.name} marks={marks} />
      <main className={styles.main} id="content" tabIndex={-1}>
        <div className={styles.foot}>
          {settled && <LiveUpdates />}
          <OfflineBanner />
          <RecalculationNotice />
        </div>
        {me.data && <AppBadge user={me.data} />}
        {me.data && settled && <FocusWatch userId={me.data.id} timeZone={me.data.timeZone} />}
        {me.data && (
          <UnverifiedNotice key={me.data.id} user={me.data} always={path === PATHS.settings} />
        )}
        <ErrorBoundary place={path}>
          <Suspense fallback={<PageSkeleton />}>
            {me.data ? (
              children
            ) : me.isError ? (
              <Page>
                <PageHeading title={t('problem.title')} hidden>
                  {t('problem.title')}
                </PageHeading>
                <QueryProblem query={me} title={t('problem.title')} />
              </Page>
            ) : (
              <PageSkeleton />
            )}
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <Page role="status" aria-label={t('app.loading')}>
      <Skeleton />
      <Skeleton shape="row" count={8} />
    </Page>
  );
}
