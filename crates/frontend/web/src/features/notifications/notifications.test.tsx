import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Notification } from '@/api/types';
import { LANGUAGES, setLanguage } from '@/lib/i18n';
import { destinationOf } from './destination';
import { useNotificationText } from './useNotificationText';

const BOB = { id: 'bob', name: 'Bob' };

function aNotification(given: Partial<Notification>): Notification {
  return {
    id: 'notification',
    kind: 'friend_request',
    actor: null,
    team: null,
    habit: null,
    number: null,
    detail: null,
    at: '2026-03-03T12:00:00Z',
    read: false,
    ...given,
  };
}

const READERS = { id: 'a', name: 'Readers' };
const READING = { id: 'reading', name: 'Reading' };

/** Each kind with the page that it leads to, and its sentences. */
const TABLE: [Partial<Notification>, page: string | null, en: string, ru: string][] = [
  [
    { kind: 'friend_request', actor: BOB },
    '/friends',
    'Bob asks to be friends.',
    'Bob хочет дружить с вами.',
  ],
  [
    { kind: 'friend_accepted', actor: BOB },
    '/friends/bob',
    'You and Bob are friends now.',
    'Вы и Bob теперь друзья.',
  ],
  [
    { kind: 'message_received', actor: BOB },
    '/friends',
    'Bob has sent you a message.',
    'Новое сообщение. От кого: Bob.',
  ],
  [
    { kind: 'team_joined', actor: BOB, team: READERS },
    '/teams/a',
    'Bob has joined the team “Readers”.',
    'Bob теперь в команде «Readers».',
  ],
  [
    { kind: 'team_removed', team: READERS },
    '/teams',
    'You were removed from the team “Readers”.',
    'Вас исключили из команды «Readers».',
  ],
  [
    { kind: 'team_role', team: READERS, detail: 'deputy' },
    '/teams/a',
    'You are a deputy in the team “Readers” now.',
    'Теперь вы заместитель в команде «Readers».',
  ],
  [
    { kind: 'team_warning', team: READERS, detail: 'Be kind' },
    '/teams/a',
    'You were warned in the team “Readers”.',
    'Вам сделано предупреждение в команде «Readers».',
  ],
  [
    { kind: 'team_muted', team: READERS },
    '/teams/a',
    'You cannot write in the team “Readers” for now.',
    'Пока вы не можете писать в команде «Readers».',
  ],
  [
    { kind: 'streak_milestone', habit: READING, number: 21 },
    '/habit/reading',
    'Your streak of “Reading” has reached 21.',
    'Ваша серия «Reading» достигла 21.',
  ],
  // Its actor has deleted the account.
  [
    { kind: 'friend_request' },
    '/friends',
    'Somebody asks to be friends.',
    'Кто-то хочет дружить с вами.',
  ],
  [
    { kind: 'goal_reached' as Notification['kind'] },
    null,
    'There is news. Reload the page to see what it is.',
    'Есть новость. Обновите страницу, чтобы её увидеть.',
  ],
];

describe.each(TABLE)('%j', (given, page, ...sentences) => {
  const notification = aNotification(given);

  it('leads where it belongs', () => {
    expect(destinationOf(notification)).toBe(page);
  });

  it.each(LANGUAGES)('is a sentence in %s', async (language) => {
    await setLanguage(language);
    const { result } = renderHook(useNotificationText);
    expect(result.current(notification)).toBe(sentences[LANGUAGES.indexOf(language)]);
  });
});
