import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Api } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { Role } from '@/api/types';
import { afterAct } from './afterAct';

export type Act =
  | { kind: 'role'; role: Role }
  | { kind: 'disabled'; disabled: boolean }
  | { kind: 'signOut' }
  | { kind: 'mailLink' }
  | { kind: 'delete' };

/** Does something with a person's account. */
export function useActOnPerson(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: Act) => send(api, id, act),
    onSettled: () => afterAct(client),
  });
}

function send(api: Api, id: string, act: Act): Promise<unknown> {
  const params = { path: { id } };
  switch (act.kind) {
    case 'role':
      return api.PUT('/api/admin/people/{id}/role', { params, body: { role: act.role } });
    case 'disabled':
      return api.PUT('/api/admin/people/{id}/disabled', {
        params,
        body: { disabled: act.disabled },
      });
    case 'signOut':
      return api.POST('/api/admin/people/{id}/sign-out', { params });
    case 'mailLink':
      return api.POST('/api/admin/people/{id}/reset-link', { params, body: { delivery: 'mail' } });
    case 'delete':
      return api.DELETE('/api/admin/people/{id}', { params });
  }
}
