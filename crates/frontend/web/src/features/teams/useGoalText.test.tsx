import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { useGoalText } from './useGoalText';

const TIME = { source: 'habit', unit: 'min', target: 600 } as const;
const RUN = { source: 'entered', unit: 'km', target: 1000 } as const;

describe.each([
  ['en', ['1 h 30 min of 10 h', '42.25 of 1,000 km', '90.5 min']],
  ['ru', ['1 ч 30 мин из 10 ч', '42,25 из 1 000 km', '90,5 min']],
] as const)('in %s', (language, [time, run, entered]) => {
  beforeEach(() => setLanguage(language));

  it('the minutes of habits are a time, and other amounts have their unit', () => {
    const { amountText, ofTargetText } = renderHook(() => useGoalText()).result.current;
    const plain = (text: string) => text.replaceAll('\u00a0', ' ');
    expect(plain(ofTargetText(90, TIME))).toBe(time);
    expect(plain(ofTargetText(42.25, RUN))).toBe(run);
    expect(plain(amountText(90.5, { source: 'entered', unit: 'min' }))).toBe(entered);
  });
});
