import type { SharedDay } from '@/api/types';
import { type BandName, bandOf } from '@/lib/bands';

interface Summary {
  /** Null without a counted day. */
  mean: { kpi: number; band: BandName } | null;
  countedDays: number;
  awayDays: number;
}

/** The mean over the days that count: plausible, and not away. */
export function summarize(days: readonly SharedDay[]): Summary {
  const counted = days.flatMap(({ kpi, plausible }) => (kpi !== null && plausible ? [kpi] : []));
  const sum = counted.reduce((total, kpi) => total + kpi, 0);
  // As a KPI is shown, so that its band is the one of the number.
  const kpi = Math.round((sum / counted.length) * 10) / 10;
  return {
    mean: counted.length === 0 ? null : { kpi, band: bandOf(kpi) },
    countedDays: counted.length,
    awayDays: days.filter(({ away }) => away).length,
  };
}
