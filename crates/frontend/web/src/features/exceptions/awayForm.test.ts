import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { awaySchema, formOf } from './awayForm';

const empty = formOf(null, '2026-03-03');

/** The first message of each field, which is shown. */
function problems(change: Partial<typeof empty>): Record<string, string> {
  const { issues = [] } = v.safeParse(awaySchema, { ...empty, ...change });
  const messages = issues.map(({ path, message }) => [path?.[0]?.key, message]);
  return Object.fromEntries(messages.reverse()) as Record<string, string>;
}

describe('the form of days away', () => {
  it('begins with the day', () => {
    expect(v.parse(awaySchema, empty)).toEqual({
      from: '2026-03-03',
      to: '2026-03-03',
      exception: { kind: 'illness', note: null },
    });
  });

  it('begins with what the day is', () => {
    const range = { from: '2026-03-02', to: '2026-03-05', days: 4 } as const;
    const exception = { kind: 'travel', note: 'Rome' } as const;
    const { from, to } = range;
    expect(v.parse(awaySchema, formOf({ ...range, ...exception }, '2026-03-03'))).toEqual({
      from,
      to,
      exception,
    });
  });

  it.each([
    [{ note: ' Rome ' }, {}],
    [{ from: '2026-03-03', to: '2026-05-01' }, {}],
    [{ from: '2026-03-03', to: '2026-05-02' }, { to: 'exception.tooLong' }],
    [{ from: '2026-03-04' }, { to: 'exception.reversed' }],
    [{ from: '' }, { from: 'field.required' }],
    [{ to: '' }, { to: 'field.required' }],
    [{ from: '1999-12-31' }, { from: 'field.dateOutOfRange' }],
    [{ note: 'x'.repeat(501) }, { note: 'exception.noteLong' }],
  ])('%j has the problems %j', (change, expected) => {
    expect(problems(change)).toEqual(expected);
  });
});
