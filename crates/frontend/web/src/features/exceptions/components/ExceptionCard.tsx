import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useApi } from '@/api/SessionContext';
import type { ExceptionFigures, ExceptionRange } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { Icon } from '@/ui/Icon';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { statisticsQuery } from '../api/getStatistics';
import { exceptionsQuery } from '../api/listExceptions';
import { datesOf, daysAhead } from '../changes';
import { ExceptionRanges } from './ExceptionRanges';
import text from '@/ui/text.module.css';
import styles from './ExceptionCard.module.css';

interface ExceptionCardProps {
  year: number;
  /** 1–12; the whole year without it. */
  month?: number;
  today: string;
}

/** The exceptions of a year or a month: how many days of which kind, and when. */
export function ExceptionCard({ year, month, today }: ExceptionCardProps) {
  const { t } = useTranslation();
  const api = useApi();
  const statistics = useQuery(statisticsQuery(api, year));
  const exceptions = useQuery(exceptionsQuery(api, datesOf(year, month)));
  const figures =
    month === undefined
      ? statistics.data
      : statistics.data?.months.find((one) => one.month === month);
  const query = {
    data: figures && exceptions.data && { figures, exceptions: exceptions.data },
    error: statistics.error ?? exceptions.error,
    refetch: () => {
      void statistics.refetch();
      void exceptions.refetch();
    },
  };
  return (
    <Card title={t('exception.title')}>
      <QueryBoundary
        query={query}
        errorTitle={t('exception.loadFailed')}
        skeleton={<Skeleton count={3} />}
      >
        {(data) => <Content {...data} today={today} />}
      </QueryBoundary>
    </Card>
  );
}

interface ContentProps {
  figures: ExceptionFigures;
  exceptions: readonly ExceptionRange[];
  today: string;
}

function Content({ figures, exceptions, today }: ContentProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const whenId = useId();
  if (figures.days === 0) return <p className={text.hint}>{t('exception.none')}</p>;
  const ahead = daysAhead(exceptions, today);
  const notes = [
    ahead > 0 && t('exception.ofThemAhead', { count: format.whole(ahead) }),
    figures.share !== null && t('exception.share', { share: format.percent(figures.share) }),
  ];
  return (
    <div className={styles.root}>
      <p>
        <strong className={styles.total}>{t('exception.days', { count: figures.days })}</strong>{' '}
        <span className={text.hint}>{notes.filter(Boolean).join(', ')}</span>
      </p>
      <ul className={styles.kinds}>
        {figures.kinds
          .filter(({ days }) => days > 0)
          .map(({ kind, days }) => (
            <li key={kind} className={styles.kind}>
              <Icon name={kind} size={18} />
              <span>{t(`exception.${kind}`)}</span>
              <span className={styles.count}>{format.whole(days)}</span>
            </li>
          ))}
      </ul>
      <h3 id={whenId}>{t('exception.when')}</h3>
      <ExceptionRanges exceptions={exceptions} labelledBy={whenId} />
    </div>
  );
}
