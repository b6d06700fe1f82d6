import { clsx } from 'clsx';
import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { PATHS } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { CardSkeleton } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useTeams } from '../api/listTeams';
import { CreateTeamCard } from './CreateTeamCard';
import { JoinCard } from './JoinCard';
import { TeamsCard } from './TeamsCard';
import columns from '@/ui/columns.module.css';

/** The teams of the user, and how one comes to be in one. */
export function TeamsPage() {
  const { t } = useTranslation();
  const teams = useTeams();
  /** Who comes by a shared link joins first; others look at their teams first. */
  const [byLink] = useState(() => sharedCode.held(PATHS.teams) !== null);
  return (
    <Page>
      <PageHeading title={t('teams.title')}>{t('teams.title')}</PageHeading>
      <div className={clsx(columns.root, columns.withAside)}>
        <div className={columns.column}>
          {byLink && <JoinCard />}
          <QueryBoundary
            query={teams}
            errorTitle={t('teams.loadFailed')}
            skeleton={
              <CardSkeleton>
                <Skeleton shape="row" count={3} />
              </CardSkeleton>
            }
          >
            {(data) => <TeamsCard teams={data.teams} />}
          </QueryBoundary>
        </div>
        <div className={columns.column}>
          {!byLink && <JoinCard />}
          <CreateTeamCard />
        </div>
      </div>
    </Page>
  );
}
