import { describe, expect, it } from 'vitest';
import { placeProblem } from './placeProblem';
import { ApiProblem, NetworkError } from './problem';

const names = ['name', 'schedule', 'a/b'];
const at = (pointer: string, code = 'required') => ({ pointer, code, message: 'is wrong' });
const problem = (...fields: ReturnType<typeof at>[]) => new ApiProblem({ status: 422, fields });

describe('the errors of a request', () => {
  it('stand at their fields, also those of a list’s items and of names with a slash', () => {
    const { placed, unplaced } = placeProblem(
      problem(at('/name'), at('/schedule/0'), at('/a~1b')),
      names,
    );
    expect([...placed.keys()]).toEqual(names);
    expect(unplaced).toBeNull();
  });

  it('have the first one of each field', () => {
    const { placed } = placeProblem(problem(at('/name', 'first'), at('/name', 'second')), names);
    expect(placed.get('name')?.code).toBe('first');
  });

  it('without a field stay over', () => {
    const other = at('/timeZone');
    const error = problem(at('/name'), other);
    expect(placeProblem(error, names).unplaced).toEqual({ error, fields: [other] });
  });

  it.each([problem(at('/timeZone')), problem(), new NetworkError(), new TypeError()])(
    'stay whole if none has a field: %s',
    (error) => {
      const { placed, unplaced } = placeProblem(error, names);
      expect(placed.size).toBe(0);
      expect(unplaced).toEqual({ error, fields: null });
    },
  );
});
