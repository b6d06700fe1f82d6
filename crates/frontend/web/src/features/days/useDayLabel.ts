import type { DaySummary } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';

/** Describes a day in words: its date, and its KPI or why it has none. Undefined for no record. */
export function useDayLabel() {
  const { t } = useTranslation();
  const format = useFormat();
  return (date: string, summary: DaySummary | undefined, today: string): string => {
    const isToday = date === today;
    const day = isToday ? t('day.today', { date: format.fullDate(date) }) : format.fullDate(date);
    if (!summary) return t(date > today ? 'day.ahead' : 'day.none', { date: day });
    const { exception, kpi, band } = summary;
    if (exception) return t('day.exception', { date: day, kind: t(`exception.${exception}`) });
    if (kpi === null || band === null) return t('day.unscored', { date: day });
    return t(isToday ? 'day.soFar' : 'day.scored', {
      date: day,
      kpi: format.number(kpi),
      band: t(`band.${band}`),
    });
  };
}
