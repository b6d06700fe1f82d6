import { Link } from 'wouter';
import type { YearDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import { Figures, MeanFigure } from './Figures';
import target from '@/ui/target.module.css';

/** Six key figures of the year. */
export function YearFigures({ dashboard }: { dashboard: YearDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { year, months, recordedDays, exceptionDays, minutes, tasksCompleted, bestDay } = dashboard;
  const bestMonth = months.find(({ month }) => month === dashboard.bestMonth);
  return (
    <Figures>
      <MeanFigure meanKpi={dashboard.meanKpi} countedDays={dashboard.countedDays} />
      <Figure name={t('year.recorded')} value={format.whole(recordedDays)}>
        {exceptionDays > 0 && t('year.exceptions', { count: exceptionDays })}
      </Figure>
      <Figure name={t('year.hours')} value={format.hours(minutes)}>
        {t('year.perDay', { time: format.duration(Math.round(minutes / recordedDays)) })}
      </Figure>
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
