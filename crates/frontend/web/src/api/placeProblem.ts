import { ApiProblem, type FieldError } from './problem';

/** An error for which a form has no field. */
export interface UnplacedProblem {
  error: unknown;
  /** What of it has no field, if the rest has. */
  fields: readonly FieldError[] | null;
}

interface PlacedProblem {
  /** By the form's field. */
  placed: ReadonlyMap<string, FieldError>;
  unplaced: UnplacedProblem | null;
}

/** The top-level member to which a JSON pointer (RFC 6901) leads: `schedule` for `/schedule/0`. */
function memberOf(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Divides a request's error among the fields of its form; the first error of a field stands at it. */
export function placeProblem(error: unknown, names: readonly string[]): PlacedProblem {
  const placed = new Map<string, FieldError>();
  const fields = error instanceof ApiProblem ? error.fields : [];
  const others = fields.filter((field) => {
    const name = memberOf(field.pointer);
    if (!names.includes(name)) return true;
    if (!placed.has(name)) placed.set(name, field);
    return false;
  });
  if (placed.size === 0) return { placed, unplaced: { error, fields: null } };
  return { placed, unplaced: others.length > 0 ? { error, fields: others } : null };
}
