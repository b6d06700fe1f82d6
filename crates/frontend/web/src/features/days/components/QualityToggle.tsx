import { useTranslation } from '@/lib/i18n';
import { QUALITIES } from '../draft';
import styles from './QualityToggle.module.css';

interface QualityToggleProps {
  habit: string;
  value: number | null;
  open: boolean;
  panelId: string;
  onToggle: () => void;
}

/**
 * Opens the rating of an entry. It lies over the habit's name, so that it takes no room of its own,
 * and is no tab stop: Alt with the arrow down opens the rating from the field.
 */
export function QualityToggle({ habit, value, open, panelId, onToggle }: QualityToggleProps) {
  const { t } = useTranslation();
  const label =
    value === null
      ? t('today.quality', { habit })
      : `${t('today.quality', { habit })}, ${t('today.qualityValue', { value })}`;
  return (
    <button
      type="button"
      className={styles.root}
      tabIndex={-1}
      aria-label={label}
      title={label}
      aria-expanded={open}
      aria-controls={open ? panelId : undefined}
      onClick={onToggle}
    />
  );
}

/** The rating of an entry among the facts of its habit. */
export function QualityMark({ value }: { value: number | null }) {
  return (
    <span className={styles.mark} aria-hidden="true">
      {QUALITIES.map((dot) => (
        <span key={dot} className={value !== null && dot <= value ? styles.on : undefined} />
      ))}
    </span>
  );
}
