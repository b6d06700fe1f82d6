import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { aDay } from '@/testing/days';
import { KpiPanel } from './KpiPanel';

const explanation = {
  formulaVersion: 1,
  kpi: 50,
  total: 50,
  band: 'needs_attention',
  plausible: true,
  terms: [],
  scorecard: { deliverables: 0, skills: 0, culture: null },
  raises: [],
} as const;

function show(plausible: boolean) {
  const day = aDay({ plausible, explanation: { ...explanation, terms: [], raises: [] } });
  render(
    <KpiPanel day={day} status={{ kind: 'clean' }} weekMean={null} onRetry={() => undefined} />,
  );
}

describe.each([
  ['en', /more than 24 hours/],
  ['ru', /больше, чем 24 часа/],
] as const)('KpiPanel in %s', (language, sentence) => {
  it('tells of a day of more than 24 hours, beside its number', async () => {
    await setLanguage(language);
    show(false);
    expect(screen.getByText(sentence)).toBeTruthy();
    expect(screen.getByTestId('kpi').textContent).toBe('50');
  });

  it('says nothing of a day that is plausible', async () => {
    await setLanguage(language);
    show(true);
    expect(screen.queryByText(sentence)).toBeNull();
  });
});
