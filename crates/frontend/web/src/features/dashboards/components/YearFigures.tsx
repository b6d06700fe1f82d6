import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { YearDashboard } from '@/api/types';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import styles from './YearFigures.module.css';

/** Five key figures of the year. */
export function YearFigures({ dashboard }: { dashboard: YearDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { meanKpi, recordedDays, exceptionDays, minutes, tasksCompleted, bestDay } = dashboard;
  return (
    <dl className={styles.root}>
      <Figure
        name={t('year.meanKpi')}
        value={meanKpi === null ? t('app.none') : format.number(meanKpi)}
        note={meanKpi !== null && <BandTag band={bandOf(meanKpi)} />}
      />
      <Figure
        name={t('year.recorded')}
        value={format.whole(recordedDays)}
        note={exceptionDays > 0 && t('year.exceptions', { count: exceptionDays })}
      />
      <Figure
        name={t('year.hours')}
        value={format.hours(minutes)}
        note={t('year.perDay', { time: format.duration(Math.round(minutes / recordedDays)) })}
      />
      <Figure name={t('year.tasksDone')} value={format.whole(tasksCompleted)} />
      <Figure
        name={t('year.best')}
        value={bestDay ? format.number(bestDay.kpi) : t('app.none')}
        note={
          bestDay && <Link href={routes.day(bestDay.date)}>{format.dayAndMonth(bestDay.date)}</Link>
        }
      />
    </dl>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note?: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.value}>{value}</span>
        {note && <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  );
}
