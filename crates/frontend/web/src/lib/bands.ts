/** The end of the KPI's scale. */
export const MAX_KPI = 150;

/** The KPI's bands, from the highest down, with the lower bound of each. */
export const BANDS = [
  { band: 'exceptional', from: MAX_KPI },
  { band: 'high', from: 120 },
  { band: 'good', from: 100 },
  { band: 'average', from: 80 },
  { band: 'needs_attention', from: 0 },
] as const;

export type BandName = (typeof BANDS)[number]['band'];

export function bandOf(kpi: number): BandName {
  return BANDS.find(({ from }) => kpi >= from)?.band ?? 'needs_attention';
}
