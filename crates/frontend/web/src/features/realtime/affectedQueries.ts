import type { QueryKey } from '@tanstack/react-query';
import type { RealtimeEvent } from '@/api/types';

type Type = RealtimeEvent['type'];
type Data<T extends Type> = Extract<RealtimeEvent, { type: T }>['data'];

/** What depends on the days and habits of the user. */
const OWN_DAYS: readonly QueryKey[] = [
  ['days'],
  ['dashboards'],
  ['habits'],
  ['notes'],
  ['exceptions'],
  ['recalculation'],
];

const ofTeam = (id: string, ...parts: string[]): QueryKey[] =>
  parts.map((part) => ['teams', 'team', id, part]);

/** Which queries an event may change, by what their keys begin with. */
const AFFECTED: { [T in Type]: (data: Data<T>) => readonly QueryKey[] } = {
  'day.saved': () => OWN_DAYS,
  'kpi.calculated': () => OWN_DAYS,
  'focus.changed': () => [['focus']],
  // The save and the notification tell the rest.
  'streak.milestone': () => [],
  'leaderboard.updated': ({ teamId }) => ofTeam(teamId, 'leaderboard', 'analytics', 'progress'),
  'teamGoal.progress': ({ teamId }) =>
    ofTeam(teamId, 'goals', 'leaderboard', 'analytics', 'activity'),
  'team.memberChanged': ({ teamId }) => [
    ['teams', 'list'],
    ['teams', 'team', teamId],
    // Whoever accepts one becomes a member; likewise a friend.
    ['invitations', 'team', teamId],
    ['presence'],
  ],
  'friend.request': () => [
    ['friends'],
    ['invitations', 'friend'],
    ['presence'],
    // A request that is no more is not told of.
    ['notifications', 'list'],
  ],
  'friend.activity': ({ userId }) => [
    ['friends', 'list'],
    ['friends', 'progress', userId],
  ],
  'message.received': () => [
    ['friends', 'messages'],
    ['friends', 'unread'],
  ],
  'team.message': ({ teamId }) => ofTeam(teamId, 'activity'),
  // It tells the change itself.
  'presence.changed': () => [],
  'notification.created': () => [['notifications', 'list']],
};

/** Everything that some event may change. */
export const ALL_AFFECTED: readonly QueryKey[] = [
  ...OWN_DAYS,
  ['focus'],
  ['teams'],
  ['friends'],
  ['invitations'],
  ['presence'],
  ['notifications', 'list'],
];

/** The beginnings of the keys of the queries that an event may change; none for one of a newer server. */
export function affectedBy({ type, data }: RealtimeEvent): readonly QueryKey[] {
  const affected = AFFECTED as Partial<Record<string, (given: typeof data) => readonly QueryKey[]>>;
  return affected[type]?.(data) ?? [];
}
