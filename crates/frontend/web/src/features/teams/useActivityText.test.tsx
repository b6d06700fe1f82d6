import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TeamActivityEntry } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { useActivityText } from './useActivityText';

const ENTRY = { id: 'entry', at: '2026-03-03T10:00:00Z', goalTitle: null, role: null, text: null };

const CASES = [
  ['joined', {}],
  ['left', {}],
  ['removed', {}],
  ['role_changed', { role: 'leader' }],
  ['role_changed', { role: 'deputy' }],
  ['role_changed', { role: 'member' }],
  ['goal_created', { goalTitle: 'Run' }],
  ['goal_reached', { goalTitle: 'Run' }],
  ['message', { text: 'Well done' }],
] as const satisfies readonly (readonly [TeamActivityEntry['kind'], Partial<TeamActivityEntry>])[];

const TEXTS = {
  en: [
    ['Bob joined', 'You joined'],
    ['Bob left', 'You left'],
    ['Bob was removed', 'You were removed'],
    ['Bob is now a leader', 'You are now a leader'],
    ['Bob is now a deputy', 'You are now a deputy'],
    ['Bob is now a member without a role', 'You are now a member without a role'],
    ['Bob set the goal “Run”', 'You set the goal “Run”'],
    ['Bob reached the goal “Run”', 'You reached the goal “Run”'],
    ['Bob', 'You'],
  ],
  ru: [
    ['Bob теперь в команде', 'Вы теперь в команде'],
    ['Bob больше не в команде', 'Вы вышли из команды'],
    ['Исключение из команды: Bob', 'Вас исключили из команды'],
    ['Bob теперь руководитель', 'Вы теперь руководитель'],
    ['Bob теперь заместитель', 'Вы теперь заместитель'],
    ['Bob теперь участник без роли', 'Вы теперь участник без роли'],
    ['Новая цель «Run»: Bob', 'Вы поставили цель «Run»'],
    ['Цель «Run» достигнута: Bob', 'Вы достигли цели «Run»'],
    ['Bob', 'Вы'],
  ],
} as const;

describe.each(['en', 'ru'] as const)('in %s', (language) => {
  beforeEach(() => setLanguage(language));

  it.each([...CASES.entries()])('case %i is a sentence: %j', (index, [kind, given]) => {
    const activityText = renderHook(() => useActivityText()).result.current;
    const entry = { ...ENTRY, kind, person: { id: 'bob', name: 'Bob' }, ...given };
    const [ofOther, ofOneself] = TEXTS[language][index] ?? [];
    expect(activityText(entry, 'ada')).toBe(ofOther);
    expect(activityText(entry, 'bob')).toBe(ofOneself);
  });
});
