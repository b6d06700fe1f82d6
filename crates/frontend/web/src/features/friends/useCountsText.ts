import { useTranslation } from '@/lib/i18n';

interface Counts {
  /** From how many days the mean comes. */
  countedDays: number;
  awayDays: number;
  /** All days looked at. */
  days: number;
}

/** From how many days a mean comes, and on how many the person was away, which is no low number. */
export function useCountsText(): (counts: Counts) => string {
  const { t } = useTranslation();
  return ({ countedDays, awayDays, days }) => {
    const counted =
      countedDays > 0
        ? t('friends.counted', { count: countedDays, days })
        : awayDays === 0 && t('friends.noKpi', { days });
    const away = awayDays > 0 && t('friends.away', { count: awayDays });
    return [counted, away].filter(Boolean).join(', ');
  };
}
