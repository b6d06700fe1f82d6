import { cleanup, render, screen } from '@testing-library/react';
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

function show(plausible: boolean, running = false) {
  const day = aDay({ plausible, explanation: { ...explanation, terms: [], raises: [] } });
  render(
    <KpiPanel
      day={day}
      status={{ kind: 'clean' }}
      weekMean={null}
      running={running}
      onRetry={() => undefined}
    />,
  );
}

describe.each([
  ['en', /more than 24 hours/, 'so far', /^KPI 50 on the scale from 0 to 150: needs attention/],
  ['ru', /больше 24 часов/, 'пока', /^KPI 50 на шкале от 0 до 150: требует внимания/],
] as const)('KpiPanel in %s', (language, sentence, soFar, scale) => {
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

  it('says "so far" while the day runs, and only then', async () => {
    await setLanguage(language);
    show(true, true);
    expect(screen.getByText(soFar)).toBeTruthy();
    cleanup();
    show(true);
    expect(screen.queryByText(soFar)).toBeNull();
  });

  it('shows the number on its scale', async () => {
    await setLanguage(language);
    show(true);
    const image = screen.getByRole('img', { name: scale });
    expect(image.style.getPropertyValue('--at')).toBe(String(50 / 150));
  });
});

it.each([
  ['clean', /^Enter a habit/],
  ['offline', /^The number comes/],
] as const)('says what is missing for a number: %s', async (kind, hint) => {
  await setLanguage('en');
  render(
    <KpiPanel
      day={aDay({ kpi: null, explanation: null })}
      status={{ kind }}
      weekMean={null}
      running
      onRetry={() => undefined}
    />,
  );
  expect(screen.getByText(hint)).toBeTruthy();
});
