import { useTranslation } from '@/lib/i18n';
import { amountFieldId } from '../suggestionStep';
import type { EntryInputProps } from './entryInputProps';
import styles from './CheckInput.module.css';

/** Whether a habit is done; taking the mark back leaves no entry. */
export function CheckInput({ entry, amount, onChange }: EntryInputProps) {
  const { t } = useTranslation();
  return (
    <label className={styles.root}>
      <input
        id={amountFieldId(entry.habitId)}
        type="checkbox"
        aria-label={t('today.checkOf', { habit: entry.name })}
        checked={amount === 1}
        onChange={(event) => onChange(event.currentTarget.checked ? 1 : null)}
      />
      <span aria-hidden="true">{t('measure.done')}</span>
    </label>
  );
}
