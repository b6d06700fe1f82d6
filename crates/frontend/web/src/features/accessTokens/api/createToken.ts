import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { Scope } from '@/api/types';
import { name } from '@/lib/schemas';
import { tokensQuery } from './listTokens';

export const SCOPES = ['read', 'write'] as const satisfies readonly Scope[];
/** How many days a token is valid. */
export const LIFETIMES = ['30', '90', '365', 'never'] as const;

const DAY_MS = 86_400_000;

export const tokenSchema = v.object({
  name,
  scope: v.picklist(SCOPES),
  lifetime: v.picklist(LIFETIMES),
});

type NewToken = v.InferOutput<typeof tokenSchema>;

const expiry = (lifetime: NewToken['lifetime']) =>
  lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString();

/** Makes a token. It stays in the state of this mutation alone, and goes with the component that shows it. */
export function useCreateToken() {
  const api = useApi();
  const client = useQueryClient();
  const { queryKey } = tokensQuery(api);
  return useMutation({
    mutationFn: ({ name: label, scope, lifetime }: NewToken) =>
      unwrap(
        api.POST('/api/auth/tokens', {
          body: { name: label, scopes: [scope], expiresAt: expiry(lifetime) },
        }),
      ),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
