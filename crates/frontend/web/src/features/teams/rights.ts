import type { TeamMate, TeamRole } from '@/api/types';

/** Who may do what in a team, as the server has it. */
export const leads = (role: TeamRole): boolean => role !== 'member';

/** Leaders moderate all others, deputies members without a role. */
export function mayModerate(
  own: { id: string; role: TeamRole },
  member: { id: string; role: TeamRole },
): boolean {
  if (own.role === 'leader') return own.id !== member.id;
  return own.role === 'deputy' && member.role === 'member';
}

/** Whether nobody but this member leads the team. */
export function isLastLeader(members: readonly TeamMate[], id: string): boolean {
  return members.every((member) => (member.role === 'leader') === (member.id === id));
}
