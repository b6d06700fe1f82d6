import { clsx } from 'clsx';
import { BANDS, MAX_KPI } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import bands from '@/ui/bands.module.css';
import legend from '@/ui/legend.module.css';
import styles from './BandLegend.module.css';

/** KPIs have one decimal. */
const KPI_STEP = 0.1;

/** The legend of the calendar's colours, with the range of each band. */
export function BandLegend({ hasBestMonth = false }: { hasBestMonth?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={legend.root} aria-label={t('year.legend')}>
      {BANDS.toReversed().map(({ band, from }, index, all) => (
        <li key={band}>
          <span className={clsx(legend.swatch, styles.band, bands[band])} aria-hidden="true" />
          {t(`band.${band}`)}
          <span className={styles.range}>
            {from === MAX_KPI
              ? format.number(from)
              : t('year.range', {
                  from: format.number(from),
                  to: format.number((all[index + 1]?.from ?? MAX_KPI) - KPI_STEP),
                })}
          </span>
        </li>
      ))}
      <li>
        <span className={clsx(legend.swatch, styles.exception, bands.hatched)} aria-hidden="true" />
        {t('year.legendException')}
      </li>
      <li>
        <span className={clsx(legend.swatch, styles.none)} aria-hidden="true" />
        {t('year.legendNone')}
      </li>
      <li>
        <span className={clsx(legend.swatch, styles.today)} aria-hidden="true" />
        {t('year.legendToday')}
      </li>
      {hasBestMonth && (
        <li>
          <span className={styles.star} aria-hidden="true">
            ★
          </span>
          {t('year.bestMonth')}
        </li>
      )}
    </ul>
  );
}
