import type { InvitationTarget } from '@/api/types';
import { routes } from '@/lib/routes';

/** The page to which an accepted invitation leads. */
export function destinationOf(target: InvitationTarget): string {
  switch (target.kind) {
    case 'team':
      return routes.team(target.teamId);
    case 'friend':
      return routes.friends();
    case 'installation':
      return routes.today();
  }
}
