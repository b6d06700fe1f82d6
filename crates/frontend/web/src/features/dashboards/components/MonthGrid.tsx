import { useId } from 'react';
import { Link } from 'wouter';
import type { YearMonth } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { isMonthOpen } from '../openDays';
import { BestMonthMark } from './BestMonthMark';
import { MonthDays, type MonthDaysProps } from './MonthDays';
import target from '@/ui/target.module.css';
import styles from './MonthGrid.module.css';

interface MonthGridProps extends Omit<MonthDaysProps, 'month' | 'days' | 'large'> {
  month: YearMonth;
  isBest: boolean;
}

/** A month of the year's calendar; its name leads to its page. */
export function MonthGrid({ month, isBest, ...rest }: MonthGridProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleId = useId();
  const { year, today } = rest;
  const name = format.monthName(month.month);
  return (
    <section className={styles.root} aria-labelledby={titleId}>
      <header className={styles.header}>
        <div className={styles.name}>
          <h3 id={titleId}>
            {isMonthOpen(year, month, today) ? (
              <Link className={target.root} href={routes.month(year, month.month)}>
                {name}
              </Link>
            ) : (
              name
            )}
          </h3>
          {isBest && <BestMonthMark />}
        </div>
        {month.meanKpi !== null && (
          <p>
            {t('year.monthMeanOver', {
              kpi: format.number(month.meanKpi),
              count: month.countedDays,
            })}
          </p>
        )}
      </header>
      <MonthDays {...rest} month={month.month} days={month.days} />
    </section>
  );
}
