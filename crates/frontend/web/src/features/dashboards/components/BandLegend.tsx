import { BANDS } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import '@/ui/bands.css';
import './BandLegend.css';

/** The legend of the calendar's colours. */
export function BandLegend() {
  const { t } = useTranslation();
  return (
    <ul className="band-legend" aria-label={t('year.legend')}>
      {BANDS.toReversed().map(({ band, from }, index, bands) => (
        <li key={band}>
          <span className={`band-swatch band-${band}`} aria-hidden="true" />
          {t(`band.${band}`)}
          <span className="band-legend-range">
            {from === 0
              ? t('year.below', { value: bands[index + 1]?.from ?? 0 })
              : t('year.from', { value: from })}
          </span>
        </li>
      ))}
      <li>
        <span className="band-swatch hatched" aria-hidden="true" />
        {t('year.legendException')}
      </li>
      <li>
        <span className="band-swatch band-swatch-none" aria-hidden="true" />
        {t('year.legendNone')}
      </li>
      <li>
        <span className="band-swatch band-swatch-today" aria-hidden="true" />
        {t('year.legendToday')}
      </li>
    </ul>
  );
}
