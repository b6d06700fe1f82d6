import type * as v from 'valibot';
import { useRequestForm } from '@/api/useRequestForm';
import { teamSchema } from './teamSchema';

interface TeamFormOptions {
  defaultValues: v.InferInput<typeof teamSchema>;
  send: (body: v.InferOutput<typeof teamSchema>) => Promise<unknown>;
}

export type TeamForm = ReturnType<typeof useTeamForm>;

/** The form of a team's name and description. */
export function useTeamForm({ defaultValues, send }: TeamFormOptions) {
  return useRequestForm({ schema: teamSchema, defaultValues, send });
}
