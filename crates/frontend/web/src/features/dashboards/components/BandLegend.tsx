import { clsx } from 'clsx';
import { BANDS } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import bands from '@/ui/bands.module.css';
import styles from './BandLegend.module.css';

/** The legend of the calendar's colours. */
export function BandLegend() {
  const { t } = useTranslation();
  return (
    <ul className={styles.root} aria-label={t('year.legend')}>
      {BANDS.toReversed().map(({ band, from }, index, all) => (
        <li key={band}>
          <span className={clsx(styles.swatch, styles.band, bands[band])} aria-hidden="true" />
          {t(`band.${band}`)}
          <span className={styles.range}>
            {from === 0
              ? t('year.below', { value: all[index + 1]?.from ?? 0 })
              : t('year.from', { value: from })}
          </span>
        </li>
      ))}
      <li>
        <span className={clsx(styles.swatch, styles.exception, bands.hatched)} aria-hidden="true" />
        {t('year.legendException')}
      </li>
      <li>
        <span className={clsx(styles.swatch, styles.none)} aria-hidden="true" />
        {t('year.legendNone')}
      </li>
      <li>
        <span className={clsx(styles.swatch, styles.today)} aria-hidden="true" />
        {t('year.legendToday')}
      </li>
    </ul>
  );
}
