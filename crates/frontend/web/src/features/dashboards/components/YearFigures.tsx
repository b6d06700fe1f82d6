import { Link } from 'wouter';
import type { YearDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import { Figures, MeanFigure, RecordedFigure } from './Figures';
import { TimeFigure } from './TimeFigure';
import target from '@/ui/target.module.css';

interface YearFiguresProps {
  dashboard: YearDashboard;
  today: string;
}

/** Six key figures of the year. */
export function YearFigures({ dashboard, today }: YearFiguresProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { year, months, countedDays, exceptionDays, tasksCompleted, bestDay } = dashboard;
  const bestMonth = months.find(({ month }) => month === dashboard.bestMonth);
  return (
    <Figures>
      <MeanFigure meanKpi={dashboard.meanKpi} countedDays={countedDays} />
      <RecordedFigure recordedDays={dashboard.recordedDays} countedDays={countedDays}>
        {exceptionDays > 0 && t('year.exceptions', { count: exceptionDays })}
      </RecordedFigure>
      <TimeFigure
        minutes={dashboard.minutes}
        days={months.flatMap(({ days }) => days)}
        today={today}
      />
      <Figure name={t('year.tasksDone')} value={format.whole(tasksCompleted)} />
      <Figure
        name={t('year.bestMonth')}
        value={
          typeof bestMonth?.meanKpi === 'number' ? format.number(bestMonth.meanKpi) : t('app.none')
        }
      >
        {bestMonth && (
          <Link className={target.root} href={routes.month(year, bestMonth.month)}>
            {format.monthName(bestMonth.month)}
          </Link>
        )}
      </Figure>
      <Figure name={t('year.best')} value={bestDay ? format.number(bestDay.kpi) : t('app.none')}>
        {bestDay && (
          <Link className={target.root} href={routes.day(bestDay.date)}>
            {format.dayAndMonth(bestDay.date)}
          </Link>
        )}
      </Figure>
    </Figures>
  );
}
