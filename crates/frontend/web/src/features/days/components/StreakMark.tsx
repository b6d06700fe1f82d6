import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Icon } from '@/ui/Icon';
import styles from './StreakMark.module.css';

interface StreakMarkProps {
  count: number;
  /** Whether it counts weeks. */
  weekly: boolean;
}

/** A running streak in words, or as an icon with its number where a habit is one row. */
export function StreakMark({ count, weekly }: StreakMarkProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = t(weekly ? 'today.weekStreak' : 'today.streak', { count });
  return (
    <span>
      <span className={styles.words}>{words}</span>
      <span className={styles.short} aria-hidden="true">
        <Icon name="streak" size={14} />
        {format.whole(count)}
      </span>
    </span>
  );
}
