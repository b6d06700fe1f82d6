import { describe, expect, it } from 'vitest';
import { aFocusSession } from '@/testing/days';
import { clockText, isOver } from './clock';

const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);

describe('clockText', () => {
  const planned = aFocusSession({ endedAt: null });
  const open = aFocusSession({
    endedAt: null,
    plannedMinutes: null,
    deadline: '2026-03-04T10:00:00Z',
  });

  it('is what is left of a length, rounded up', () => {
    expect(clockText(planned, at('10:00:00.000'))).toBe('25:00');
    expect(clockText(planned, at('10:00:00.001'))).toBe('25:00');
    expect(clockText(planned, at('10:00:01.000'))).toBe('24:59');
    expect(clockText(planned, at('10:24:59.100'))).toBe('0:01');
    expect(clockText(planned, at('13:00:00.000'))).toBe('0:00');
  });

  it('is what has passed without a length', () => {
    expect(clockText(open, at('09:59:00.000'))).toBe('0:00');
    expect(clockText(open, at('10:00:59.999'))).toBe('0:59');
    expect(clockText(open, at('11:02:03.000'))).toBe('1:02:03');
  });

  it('is over at the deadline', () => {
    expect(isOver(planned, at('10:24:59.999'))).toBe(false);
    expect(isOver(planned, at('10:25:00.000'))).toBe(true);
  });
});
