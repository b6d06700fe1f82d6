import type { Team } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import styles from './WarningList.module.css';

interface WarningListProps {
  warnings: Team['own']['warnings'];
  timeZone: string;
}

/** What the user was warned of, the latest first. */
export function WarningList({ warnings, timeZone }: WarningListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={styles.root} aria-label={t('team.warnings')}>
      {warnings.map(({ at, reason }) => (
        <li key={`${at} ${reason}`}>
          {t('team.warned', { at: format.moment(at, timeZone), reason })}
        </li>
      ))}
    </ul>
  );
}
