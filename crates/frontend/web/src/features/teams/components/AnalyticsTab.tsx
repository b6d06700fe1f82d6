import { clsx } from 'clsx';
import { useState } from 'react';
import type { Team, TeamAnalytics, User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { Figures } from '@/features/dashboards';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Segmented } from '@/ui/Segmented';
import { Skeleton } from '@/ui/Skeleton';
import { useAnalytics } from '../api/getAnalytics';
import { type DateRange, lastDays } from '../dateRange';
import { ExportCard } from './ExportCard';
import { RangeFields } from './RangeFields';
import { TeamGoalsCard } from './TeamGoalsCard';
import { TeamTrendCard } from './TeamTrendCard';
import { WeekdaysCard } from './WeekdaysCard';
import text from '@/ui/text.module.css';
import columns from '@/ui/columns.module.css';
import styles from './AnalyticsTab.module.css';

const RANGES = ['30', '90', '365', 'custom'] as const;
type RangeName = (typeof RANGES)[number];

/** How a team does over a range, for leaders and deputies, and its export. */
export function AnalyticsTab({ team }: { team: Team }) {
  const me = useMe();
  return me.data ? <Analytics team={team} user={me.data} /> : null;
}

function Analytics({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useToday(user);
  const [name, setName] = useState<RangeName>('30');
  const [range, setRange] = useState<DateRange>(() => lastDays(30, today));
  const analytics = useAnalytics(team.id, range);
  const choose = (next: RangeName) => {
    setName(next);
    if (next !== 'custom') setRange(lastDays(Number(next), today));
  };
  return (
    <>
      <div className={styles.range} data-page-inset>
        <Segmented
          label={t('teamStats.range')}
          labelHidden
          value={name}
          options={RANGES.map((value) => ({
            value,
            label:
              value === 'custom'
                ? t('board.period_custom')
                : t('teamStats.days', { count: Number(value) }),
          }))}
          onChange={choose}
        />
        {name === 'custom' && <RangeFields range={range} onChange={setRange} />}
        <p className={text.hint}>{format.dateRange(range.from, range.to)}</p>
      </div>
      <QueryBoundary
        query={analytics}
        errorTitle={t('teamStats.loadFailed')}
        skeleton={<Skeleton shape="block" count={2} />}
      >
        {(data) => (
          <div
            className={clsx(columns.column, styles.content)}
            aria-busy={analytics.isPlaceholderData}
          >
            <Members members={data.members} />
            <TeamTrendCard analytics={data} />
            <div className={clsx(columns.root, columns.halves)}>
              <WeekdaysCard weekdays={data.weekdays} />
              <TeamGoalsCard goals={data.goals} />
            </div>
          </div>
        )}
      </QueryBoundary>
      <ExportCard team={team} range={range} />
    </>
  );
}

/** How many members recorded, were away or neither; those who hide their KPI are a number alone. */
function Members({ members }: Pick<TeamAnalytics, 'members'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Figures>
      {(['active', 'away', 'silent', 'hidden'] as const).map((state) => (
        <Figure key={state} name={t(`teamStats.${state}`)} value={format.whole(members[state])}>
          {t(`teamStats.${state}Hint`)}
        </Figure>
      ))}
    </Figures>
  );
}
