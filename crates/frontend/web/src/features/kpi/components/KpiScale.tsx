import { clsx } from 'clsx';
import type { CSSProperties } from 'react';
import { type BandName, MAX_KPI } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { SCALE_PARTS } from '../scale';
import bands from '@/ui/bands.module.css';
import styles from './KpiScale.module.css';

interface KpiScaleProps {
  /** Null while there is none: the scale keeps its place. */
  kpi: number | null;
  band: BandName | null;
}

/** The scale from 0 to 150 with its bands, and the place of a KPI on it. */
export function KpiScale({ kpi, band }: KpiScaleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div
      className={styles.root}
      role={band ? 'img' : undefined}
      aria-label={
        kpi !== null && band
          ? t('today.scale', { kpi: format.number(kpi), band: t(`band.${band}`) })
          : undefined
      }
      aria-hidden={band ? undefined : true}
      style={{ '--at': (kpi ?? 0) / MAX_KPI } as CSSProperties}
    >
      <div className={styles.track}>
        {SCALE_PARTS.map((part) => (
          <span
            key={part.band}
            data-band={part.band}
            className={clsx(bands[part.band], styles.part, part.band === band && styles.here)}
            style={{ '--share': part.share } as CSSProperties}
          />
        ))}
        {kpi !== null && <span className={styles.mark} />}
      </div>
      <div className={styles.ticks}>
        {SCALE_PARTS.map(({ from }) => (
          <span key={from} style={{ '--tick': from / MAX_KPI } as CSSProperties}>
            {format.whole(from)}
          </span>
        ))}
      </div>
    </div>
  );
}
