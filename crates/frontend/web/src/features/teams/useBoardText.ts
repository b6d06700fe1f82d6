import type { LeaderboardRow } from '@/api/types';
import { useTranslation } from '@/lib/i18n';

type Days = Pick<LeaderboardRow, 'countedDays' | 'awayDays'>;

/** From how many days a figure comes, and why somebody has no place. */
export function useBoardText() {
  const { t } = useTranslation();
  const away = (days: number) => t('board.away', { count: days });
  return {
    daysText: ({ countedDays, awayDays }: Days): string => {
      const parts = [
        countedDays > 0 && t('board.counted', { count: countedDays }),
        awayDays > 0 && away(awayDays),
      ];
      return parts.filter(Boolean).join(', ');
    },
    noPlaceText: ({ awayDays }: Days): string => (awayDays > 0 ? away(awayDays) : t('board.noDay')),
  };
}
