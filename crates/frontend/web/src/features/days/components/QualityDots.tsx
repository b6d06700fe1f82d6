import { memo, useId } from 'react';
import { useTranslation } from '@/lib/i18n';
import './QualityDots.css';

const VALUES = [1, 2, 3, 4, 5];

interface QualityDotsProps {
  habit: string;
  value: number | null;
  onChange: (quality: number | null) => void;
}

/** A rating of five dots: radio buttons, where pressing the selected one clears it. */
export const QualityDots = memo(function QualityDots({ habit, value, onChange }: QualityDotsProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="quality">
      <legend className="visually-hidden">{t('today.quality', { habit })}</legend>
      {VALUES.map((dot) => (
        <label key={dot} className="quality-dot" title={t('today.qualityValue', { value: dot })}>
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
            onKeyDown={(event) => {
              if (event.key === 'Backspace' || event.key === 'Delete') onChange(null);
            }}
          />
          <span className={value !== null && dot <= value ? 'quality-on' : undefined} />
        </label>
      ))}
    </fieldset>
  );
});
