import { describe, expect, it } from 'vitest';
import type { TeamMate, TeamRole } from '@/api/types';
import { isLastLeader, leads, mayModerate } from './rights';

const ROLES = ['leader', 'deputy', 'member'] as const satisfies readonly TeamRole[];

it('leaders and deputies lead', () => {
  expect(ROLES.filter(leads)).toEqual(['leader', 'deputy']);
});

describe('who moderates whom', () => {
  it.each([
    ['leader', ['leader', 'deputy', 'member']],
    ['deputy', ['member']],
    ['member', []],
  ] as const)('a %s: %s', (role, subjects) => {
    const own = { id: 'ann', role };
    expect(ROLES.filter((other) => mayModerate(own, { id: 'bob', role: other }))).toEqual(subjects);
    expect(mayModerate(own, own)).toBe(false);
  });
});

describe('the last leader', () => {
  const member = (id: string, role: TeamRole): TeamMate => ({
    id,
    name: id,
    role,
    joinedAt: '2026-01-01T00:00:00Z',
    mutedUntil: null,
    shows: 'kpi',
  });
  const [ann, bob, eve] = [
    member('ann', 'leader'),
    member('bob', 'leader'),
    member('eve', 'deputy'),
  ] as const;

  it('is a leader beside whom there is none', () => {
    expect(isLastLeader([ann, eve], 'ann')).toBe(true);
    expect(isLastLeader([ann], 'ann')).toBe(true);
    expect(isLastLeader([ann, bob, eve], 'ann')).toBe(false);
    expect(isLastLeader([ann, eve], 'eve')).toBe(false);
  });
});
