import type { TeamBadge } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Icon, type IconName } from '@/ui/Icon';
import { useBadgeText } from '../useBadgeText';
import styles from './Badges.module.css';

const ICONS = {
  perfect: 'check',
  consistent: 'check',
  top_performer: 'up',
  high_performer: 'up',
  good_performer: 'up',
  streak_66: 'streak',
  streak_21: 'streak',
  streak_7: 'streak',
} as const satisfies Record<TeamBadge['kind'], IconName>;

/** The badges of a member, each with its reason as the tooltip of the area around. */
export function Badges({ badges, name }: { badges: readonly TeamBadge[]; name: string }) {
  const { t } = useTranslation();
  const badgeText = useBadgeText();
  if (badges.length === 0) return null;
  return (
    <ul className={styles.root} aria-label={t('board.badgesOf', { name })}>
      {badges.map((badge) => {
        const reason = badgeText(badge);
        const title = t(`board.badge_${badge.kind}`);
        return (
          <li key={badge.kind}>
            <button
              type="button"
              className={styles.badge}
              aria-label={t('board.badgeWithReason', { badge: title, reason })}
              data-tooltip={reason}
            >
              <span className={styles.chip}>
                <Icon name={ICONS[badge.kind]} size={14} />
                {title}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
