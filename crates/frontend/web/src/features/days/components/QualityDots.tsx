import { type KeyboardEvent, memo, useEffect, useId, useRef } from 'react';
import { useTranslation } from '@/lib/i18n';
import { QUALITIES } from '../draft';
import styles from './QualityDots.module.css';

interface QualityDotsProps {
  habit: string;
  value: number | null;
  onChange: (quality: number | null) => void;
  /** The rating is done: on to the next habit, or back to this one. */
  onDone: (to: 'next' | 'back') => void;
}

/**
 * A rating of five dots: radio buttons, where pressing the selected one clears it. It takes the focus;
 * a digit selects, Enter and Escape leave.
 */
export const QualityDots = memo(function QualityDots(props: QualityDotsProps) {
  const { habit, value, onChange, onDone } = props;
  const { t } = useTranslation();
  const name = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    const inputs = group.current?.querySelectorAll('input') ?? [];
    const [first] = inputs;
    ([...inputs].find(({ checked }) => checked) ?? first)?.focus({ preventScroll: true });
  }, []);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inputs = group.current?.querySelectorAll('input');
    if (key === 'Backspace' || key === 'Delete') onChange(null);
    else if (QUALITIES.includes(Number(key))) {
      onChange(Number(key));
      inputs?.[Number(key) - 1]?.focus();
    } else if (key === 'Enter') onDone('next');
    else if (key === 'Escape') onDone('back');
    else return;
    event.preventDefault();
  };
  return (
    <fieldset ref={group} className={styles.root}>
      <legend className="visually-hidden">{t('today.quality', { habit })}</legend>
      {QUALITIES.map((dot) => (
        <label key={dot} className={styles.dot} title={t('today.qualityValue', { value: dot })}>
          <input
            type="radio"
            name={name}
            value={dot}
            aria-label={t('today.qualityValue', { value: dot })}
            checked={value === dot}
            onChange={() => onChange(dot)}
            onClick={() => {
              if (value === dot) onChange(null);
            }}
            onKeyDown={press}
          />
          <span className={value !== null && dot <= value ? styles.on : undefined} />
        </label>
      ))}
    </fieldset>
  );
});
