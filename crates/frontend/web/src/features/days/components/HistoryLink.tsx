import { Link } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Icon } from '@/ui/Icon';
import styles from './HistoryLink.module.css';

/** Leads to the page of a habit, from the end of its name. */
export function HistoryLink({ habitId, habit }: { habitId: string; habit: string }) {
  const { t } = useTranslation();
  const label = t('habit.open', { habit });
  return (
    <Link className={styles.root} href={routes.habit(habitId)} aria-label={label} title={label}>
      <Icon name="chart" size={16} />
    </Link>
  );
}
