import { BANDS, type BandName, MAX_KPI } from '@/lib/bands';

export interface ScalePart {
  band: BandName;
  from: number;
  /** Its part of the scale, 0–1; 0 for the band of the end alone. */
  share: number;
}

/** The bands along the scale, from the lowest up. */
export const SCALE_PARTS: readonly ScalePart[] = BANDS.map(({ band, from }, index) => ({
  band,
  from,
  share: ((BANDS[index - 1]?.from ?? MAX_KPI) - from) / MAX_KPI,
})).reverse();
