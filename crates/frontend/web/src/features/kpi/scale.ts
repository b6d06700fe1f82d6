import { BANDS, type BandName } from '@/lib/bands';

/** The end of the KPI's scale. */
export const SCALE_END = 150;

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
  share: ((BANDS[index - 1]?.from ?? SCALE_END) - from) / SCALE_END,
})).reverse();
