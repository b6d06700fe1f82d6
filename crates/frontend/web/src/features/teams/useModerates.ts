import type { Team } from '@/api/types';
import { useMembers } from './api/listMembers';
import { mayModerate } from './rights';

/** Whether the user moderates a member; nobody until the members are known. */
export function useModerates(team: Team, userId: string): (member: string) => boolean {
  const members = useMembers(team.id).data?.members ?? [];
  const own = { id: userId, role: team.own.role };
  const moderated = new Set(
    members.filter((member) => mayModerate(own, member)).map(({ id }) => id),
  );
  return (member) => moderated.has(member);
}
