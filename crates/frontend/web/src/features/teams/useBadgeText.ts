import type { TeamBadge } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';

/** What the badges of habits tell of. */
const OF_HABITS = {
  top_performer: 'performer',
  high_performer: 'performer',
  good_performer: 'performer',
  streak_66: 'streak',
  streak_21: 'streak',
  streak_7: 'streak',
} as const;

/** Why somebody has a badge. Of habits that they do not show, only what the badge takes is told. */
export function useBadgeText(): (badge: TeamBadge) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, threshold, value, goal }) => {
    if (kind === 'perfect') return t('board.reason_perfect', { goal: goal ?? '' });
    const values = { threshold, value: format.number(value ?? threshold) };
    if (kind === 'consistent') return t('board.reason_consistent', values);
    return value === null
      ? t(`board.reasonHidden_${OF_HABITS[kind]}`, values)
      : t(`board.reason_${OF_HABITS[kind]}`, values);
  };
}
