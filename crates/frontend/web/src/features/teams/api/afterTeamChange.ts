import type { QueryClient } from '@tanstack/react-query';
import { teamKey } from './getTeam';
import { TEAMS_KEY } from './listTeams';

/** Reads what is shown of a team anew, after a change that succeeded or failed. */
export async function afterTeamChange(client: QueryClient, id: string): Promise<void> {
  await Promise.all(
    [TEAMS_KEY, teamKey(id)].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}
