import type { InvitationKind } from '@/api/types';
import { routes } from '@/lib/routes';

/** The page to which an accepted invitation leads. */
export function destinationOf(kind: InvitationKind): string {
  switch (kind) {
    case 'team':
      return routes.teams();
    case 'friend':
      return routes.friends();
    case 'installation':
      return routes.today();
  }
}
