import { ApiProblem } from '@/api/problem';
import type { Team } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { CardSkeleton } from '@/ui/Card';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { Tabs } from '@/ui/Tabs';
import { useTeam } from '../api/getTeam';
import { TABS, tabsFor } from '../tabs';
import { useLostRight } from '../useLostRight';
import { GoneTeam } from './GoneTeam';
import { LeadsOnly } from './LeadsOnly';
import { OwnNotices } from './OwnNotices';
import { TeamDescription } from './TeamDescription';
import text from '@/ui/text.module.css';
import styles from './TeamPage.module.css';

interface TeamPageProps {
  id: string;
  tab?: string;
}

/** A team, one of its tabs at a time. */
export function TeamPage({ id, tab }: TeamPageProps) {
  const { t } = useTranslation();
  const team = useTeam(id);
  useLostRight(id);
  const { error } = team;
  // Also for somebody who was a member until now.
  if (error instanceof ApiProblem && error.status === 404) return <GoneTeam />;
  return (
    <QueryBoundary
      query={team}
      errorTitle={t('team.loadFailed')}
      skeleton={
        <Page>
          <CardSkeleton>
            <Skeleton shape="block" />
          </CardSkeleton>
        </Page>
      }
    >
      {(data) => <TeamOf key={id} team={data} tab={tab} />}
    </QueryBoundary>
  );
}

function TeamOf({ team, tab }: { team: Team; tab: string | undefined }) {
  const { t } = useTranslation();
  const { id, name, description, members, own } = team;
  const tabs = tabsFor(own.role);
  const shown = tab === undefined ? tabs[0] : tabs.find((one) => one.name === tab);
  if (!shown)
    return TABS.some((one) => one.name === tab) ? <LeadsOnly team={team} /> : <NotFoundPage />;
  const { Content } = shown;
  return (
    <Page>
      <header className={styles.header} data-page-inset>
        <PageHeading title={`${t(shown.label)} · ${name}`}>
          <bdi>{name}</bdi>
        </PageHeading>
        <p className={text.hint}>
          {[t('team.members', { count: members }), t(`team.own_${own.role}`)].join(' · ')}
        </p>
        {description !== null && <TeamDescription description={description} />}
      </header>
      <OwnNotices own={own} />
      <Tabs
        label={t('team.tabs')}
        current={shown.name}
        tabs={tabs.map((one) => ({
          name: one.name,
          label: t(one.label),
          href: routes.teamTab(id, one.name),
        }))}
      />
      <Content key={shown.name} team={team} />
    </Page>
  );
}
