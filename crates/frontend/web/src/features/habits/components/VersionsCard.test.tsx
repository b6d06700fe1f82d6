import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage, startI18n } from '@/lib/i18n';
import { versionsOf } from '@/testing/habits';
import { VersionsCard } from './VersionsCard';

beforeEach(async () => {
  await startI18n();
  await setLanguage('en');
});

/** The text of the card, with plain spaces. */
const told = () => screen.getByRole('region').textContent.replaceAll('\u00a0', ' ');

describe('the changes of a habit', () => {
  const changed = versionsOf(
    { target: 60 },
    { from: '2026-05-04', target: 45 },
    { from: '2026-09-01', schedule: ['mon', 'tue', 'wed', 'thu', 'fri'] },
  );

  it('are told in a sentence for each part', () => {
    render(<VersionsCard versions={changed} />);
    expect(told()).toContain('1 h until 3 May 2026, 45 min since');
    expect(told()).toContain('every day until 31 August 2026, weekdays since');
    expect(told()).not.toContain('Quadrant');
  });

  it('are told in Russian', async () => {
    await setLanguage('ru');
    render(<VersionsCard versions={changed} />);
    expect(told()).toContain('1 ч по 3 мая 2026 г., затем 45 мин');
    expect(told()).toContain('каждый день по 31 августа 2026 г., затем по будням');
  });

  it('tell a limit, and the amounts of another measure', () => {
    render(
      <VersionsCard
        versions={versionsOf(
          { direction: 'at_most', target: 90 },
          { from: '2026-05-04', measure: 'count', unit: 'cups', target: 2 },
        )}
      />,
    );
    expect(told()).toContain('at most 1 h 30 min until 3 May 2026, at most 2 cups since');
  });

  it('tell when it was archived; what changed in between counts from its return', () => {
    render(
      <VersionsCard
        versions={versionsOf(
          {},
          { from: '2026-05-04', active: false },
          { from: '2026-06-01', active: true, target: 45 },
          { from: '2026-07-01', active: false },
        )}
      />,
    );
    expect(told()).toContain('1 h until 3 May 2026, 45 min since');
    expect(told()).toContain('Archived from 4 May 2026 to 31 May 2026');
    expect(told()).toContain('Archived since 1 July 2026');
  });

  it('are none yet', () => {
    render(<VersionsCard versions={versionsOf({ from: '2026-05-04' })} />);
    expect(told()).toContain('Counts from 4 May 2026.');
    expect(told()).toContain('have not changed so far');
  });
});
