import { clsx } from 'clsx';
import type { BandName } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import styles from './BandTag.module.css';
import bands from './bands.module.css';

/** A KPI's band: its colour, always with its name. */
export function BandTag({ band }: { band: BandName }) {
  const { t } = useTranslation();
  return <span className={clsx(styles.root, bands[band])}>{t(`band.${band}`)}</span>;
}
