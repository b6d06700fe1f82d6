import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { aHistoryEntry, versionsOf } from '@/testing/habits';
import { useEntryText } from './useEntryText';

const minutes = versionsOf({});
const glasses = versionsOf({ measure: 'count', unit: 'glasses', target: 8 });
const minutesDone = aHistoryEntry({ date: '2026-03-02', amount: 30 });
const glassesDone = aHistoryEntry({ date: '2026-03-02', measure: 'count', amount: 6, target: 8 });

it.each([
  ['en', minutes, minutesDone, '30 min of 1 h'],
  ['en', glasses, glassesDone, '6 of 8 glasses'],
  ['en', glasses, { ...glassesDone, target: null }, '6 glasses, not scheduled'],
  ['ru', glasses, glassesDone, '6 из 8 glasses'],
] as const)(
  'an entry is told beside its target, its unit once (%s)',
  async (language, versions, entry, told) => {
    await setLanguage(language);
    const { result } = renderHook(() => useEntryText(versions));
    expect(result.current(entry).replaceAll('\u00a0', ' ')).toBe(told);
  },
);
