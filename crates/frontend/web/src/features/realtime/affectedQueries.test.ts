import { partialMatchKey, type QueryKey } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { RealtimeEvent } from '@/api/types';
import { affectedBy, ALL_AFFECTED } from './affectedQueries';

type Event = RealtimeEvent extends infer One
  ? One extends RealtimeEvent
    ? Pick<One, 'type' | 'data'>
    : never
  : never;

const DAY = { from: '2026-03-03', to: '2026-03-03' };

const OWN = [
  ['days', 'one', '2026-03-03'],
  ['days', 'range', '2026-03-02', '2026-03-08'],
  ['dashboards', 'year', 2026],
  ['dashboards', 'month', 2026, 3],
  ['habits', 'list', 'all'],
  ['habits', 'stats', 'reading'],
  ['notes', ''],
  ['exceptions', 'range', '2026-03-01', '2026-03-31'],
  ['recalculation'],
];

/** The queries that each event refetches, and some that it does not. */
const TABLE: [Event, refetched: QueryKey[], others: QueryKey[]][] = [
  [{ type: 'day.saved', data: { ...DAY, etag: null } }, OWN, [['friends', 'list'], ['me']]],
  [{ type: 'kpi.calculated', data: { ...DAY, kpi: null } }, OWN, [['teams', 'list']]],
  [{ type: 'streak.milestone', data: { habitId: 'reading', length: 7 } }, [], OWN],
  [
    { type: 'leaderboard.updated', data: { teamId: 'a' } },
    [
      ['teams', 'team', 'a', 'leaderboard', 'kpi', 'week'],
      ['teams', 'team', 'a', 'analytics', '2026-03-01', '2026-03-31'],
      ['teams', 'team', 'a', 'progress', 'bob'],
    ],
    [
      ['teams', 'team', 'b', 'leaderboard', 'kpi', 'week'],
      ['teams', 'team', 'a', 'members'],
    ],
  ],
  [
    { type: 'teamGoal.progress', data: { teamId: 'a', goalId: 'goal' } },
    [
      ['teams', 'team', 'a', 'goals', 'list'],
      ['teams', 'team', 'a', 'goals', 'details', 'goal'],
      ['teams', 'team', 'a', 'leaderboard', 'goals', 'week'],
      ['teams', 'team', 'a', 'activity'],
    ],
    [['teams', 'team', 'b', 'goals', 'list']],
  ],
  [
    { type: 'team.memberChanged', data: { teamId: 'a', userId: 'bob' } },
    [
      ['teams', 'list'],
      ['teams', 'team', 'a', 'itself'],
      ['teams', 'team', 'a', 'members'],
      ['invitations', 'team', 'a'],
      ['presence'],
    ],
    [
      ['teams', 'team', 'b', 'members'],
      ['invitations', 'team', 'b'],
      ['invitations', 'friend', null],
    ],
  ],
  [
    { type: 'friend.request', data: { userId: 'bob' } },
    [
      ['friends', 'list'],
      ['friends', 'progress', 'bob'],
      ['invitations', 'friend', null],
      ['presence'],
      ['notifications', 'list'],
    ],
    [
      ['days', 'one', '2026-03-03'],
      ['invitations', 'installation', null],
    ],
  ],
  [
    { type: 'friend.activity', data: { userId: 'bob' } },
    [
      ['friends', 'list'],
      ['friends', 'progress', 'bob'],
    ],
    [
      ['friends', 'progress', 'eve'],
      ['friends', 'messages'],
    ],
  ],
  [
    { type: 'message.received', data: { messageId: 'message', userId: 'bob' } },
    [
      ['friends', 'messages'],
      ['friends', 'unread'],
    ],
    [['friends', 'list']],
  ],
  [{ type: 'presence.changed', data: { userId: 'bob', online: true } }, [], [['presence']]],
  [
    { type: 'notification.created', data: { notificationId: 'notification' } },
    [['notifications', 'list']],
    [['notifications', 'preferences']],
  ],
];

const matches = (keys: readonly QueryKey[], queryKey: QueryKey) =>
  keys.some((key) => partialMatchKey(queryKey, key));

it.each(TABLE)(
  '$type refetches what it may change, and nothing else',
  (event, refetched, others) => {
    const keys = affectedBy({ id: '1-0', at: 'now', ...event });
    expect(refetched.filter((key) => !matches(keys, key))).toEqual([]);
    expect(others.filter((key) => matches(keys, key))).toEqual([]);
    // What may have been missed is asked for.
    expect(refetched.filter((key) => !matches(ALL_AFFECTED, key))).toEqual([]);
  },
);

it('an event of a newer server refetches nothing', () => {
  const unknown = { id: '1-0', at: 'now', type: 'goal.reached', data: {} };
  expect(affectedBy(unknown as unknown as RealtimeEvent)).toEqual([]);
});
