import type { Notification } from '@/api/types';
import { routes } from '@/lib/routes';

/** The page that a notification leads to; null if there is none, such as for a kind of a newer server. */
export function destinationOf({ kind, actor, team, habit }: Notification): string | null {
  switch (kind) {
    case 'friend_accepted':
      return actor ? routes.friend(actor.id) : routes.friends();
    case 'friend_request':
    case 'message_received':
      return routes.friends();
    case 'team_joined':
    case 'team_role':
    case 'team_warning':
    case 'team_muted':
      return team && routes.team(team.id);
    case 'team_removed':
      return routes.teams();
    case 'streak_milestone':
      return habit && routes.habit(habit.id);
    default:
      return null;
  }
}
