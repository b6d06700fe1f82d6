import type { BandName } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import './bands.css';

/** A KPI's band: its colour, always with its name. */
export function BandTag({ band }: { band: BandName }) {
  const { t } = useTranslation();
  return <span className={`band-tag band-${band}`}>{t(`band.${band}`)}</span>;
}
