import { ApiProblem } from '@/api/problem';

/** Why an invitation can't be accepted, by the problem's code. */
const REFUSALS = {
  'not-found': 'missing',
  'invitation-used': 'used',
  'invitation-expired': 'expired',
  'invitation-canceled': 'canceled',
  'invitation-void': 'void',
} as const;

/** Also without asking the server, of a link without its token. */
export type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS] | 'incomplete';

/** Null for errors that say nothing about the invitation itself. */
export function refusalOf(error: unknown): Refusal | null {
  const code = codeOf(error);
  return code in REFUSALS ? REFUSALS[code as keyof typeof REFUSALS] : null;
}

/** The code of a problem; empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof ApiProblem ? error.code : '';
}
