import type { QueryClient } from '@tanstack/react-query';
import { AUDIT_LOG_KEY } from './listAuditLog';
import { PEOPLE_KEY } from './listPeople';

/** Reads the people and the log anew, after an act that succeeded or failed. */
export async function afterAct(client: QueryClient): Promise<void> {
  await Promise.all(
    [PEOPLE_KEY, AUDIT_LOG_KEY].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}
