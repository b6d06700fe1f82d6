import { useState } from 'react';
import { Link } from 'wouter';
import type { Habit } from '@/api/types';
import { addDays } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import text from '@/ui/text.module.css';
import { WeeksChart } from '../charts/WeeksChart';
import { useSumText } from '../useSumText';
import type { HabitWeek } from '../history';

interface WeeksCardProps {
  year: number;
  habit: Habit;
  weeks: readonly HabitWeek[];
}

/** The weekly sums of a year beside what was asked for. */
export function WeeksCard({ year, habit, weeks }: WeeksCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sumText = useSumText(habit);
  const [asTable, setAsTable] = useState(false);
  if (weeks.every(({ amount }) => amount === 0)) {
    return (
      <Card title={t('habitPage.byWeek', { year })}>
        <p className={text.hint}>{t('habitPage.noWeeks')}</p>
      </Card>
    );
  }
  return (
    <Card
      title={t('habitPage.byWeek', { year })}
      aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}
    >
      {asTable ? (
        <DataTable
          caption={t('habitPage.byWeek', { year })}
          columns={[
            t('habitPage.week'),
            t('habitPage.sum'),
            habit.direction === 'at_most' ? t('habitPage.limit') : t('habitPage.target'),
          ]}
          rows={weeks.map(({ from, amount, target }) => ({
            key: from,
            cells: [
              <Link href={routes.day(from)}>
                {t('habitPage.range', {
                  from: format.dayAndMonth(from),
                  to: format.dayAndMonth(addDays(from, 6)),
                })}
              </Link>,
              sumText(amount),
              target > 0 ? sumText(target) : t('app.none'),
            ],
          }))}
        />
      ) : (
        <WeeksChart year={year} habit={habit} weeks={weeks} />
      )}
    </Card>
  );
}
