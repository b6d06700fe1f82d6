import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { aDay } from '@/testing/days';
import { KpiAnnouncement } from './KpiAnnouncement';

beforeEach(async () => {
  await setLanguage('en');
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const scored = (kpi: number) =>
  aDay({
    kpi,
    explanation: {
      formulaVersion: 1,
      band: 'good',
      plausible: true,
      kpi,
      total: kpi,
      terms: [],
      raises: [],
      scorecard: { deliverables: 0, skills: 0, culture: null },
    },
  });
const pass = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

it('says a new KPI once it has settled, and nothing before', () => {
  const { rerender } = render(<KpiAnnouncement day={aDay({ kpi: null })} changing={false} />);
  const said = () => screen.getByRole('status').textContent;
  pass(10_000);
  expect(said()).toBe('');
  for (const kpi of [84, 86, 88.5]) {
    rerender(<KpiAnnouncement day={scored(kpi)} changing />);
    pass(1000);
    rerender(<KpiAnnouncement day={scored(kpi)} changing={false} />);
    pass(1000);
    expect(said()).toBe('');
  }
  pass(1000);
  expect(said()).toBe('KPI 88.5, good');
  rerender(<KpiAnnouncement day={aDay({ kpi: null })} changing={false} />);
  pass(2000);
  expect(said()).toBe('No KPI yet');
});
