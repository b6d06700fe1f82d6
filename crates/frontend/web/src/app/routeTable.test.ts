import { renderHook } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { routeOf } from './routeTable';

vi.mock('@/features/days/components/TodayPage', () => ({ TodayPage: () => null }));
vi.mock('@/features/teams/components/TeamsPage', () => ({ TeamsPage: () => null }));

describe('the route of a path', () => {
  it.each([
    ['/', '/'],
    ['/day/2026-03-03', '/day/:date'],
    ['/notes', '/notes'],
    ['/year', '/year'],
    ['/year/2025', '/year/:year'],
    ['/month/2025/3', '/month/:year/:month'],
    ['/habit/0190a3f0-0000-7000-8000-000000000000', '/habit/:id'],
    ['/friends', '/friends'],
    ['/friends/0190a3f0-0000-7000-8000-000000000000', '/friends/:id'],
    ['/teams', '/teams'],
    ['/teams/0190a3f0-0000-7000-8000-000000000000', '/teams/:id'],
    ['/teams/0190a3f0-0000-7000-8000-000000000000/members', '/teams/:id/:tab'],
    ['/teams/0190a3f0/members/0190a3f1', '/teams/:id/members/:user'],
    ['/notifications', '/notifications'],
    ['/reset-password', '/reset-password'],
    ['/invitation', '/invitation'],
    ['/year/2025/03', 'unknown'],
    ['/ada@example.org', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s, without personal values', (path, route) => {
    expect(routeOf(path)).toBe(route);
  });
});

it('a page outside the first load comes with its messages', async () => {
  vi.resetModules();
  const { startI18n, useTranslation } = await import('@/lib/i18n');
  const { ROUTES } = await import('./routeTable');
  const load = (path: string) => ROUTES.find((route) => route.path === path)?.load();
  await startI18n();
  const hasMessage = () => renderHook(useTranslation).result.current.hasMessage('teams.title');
  await load('/');
  expect(hasMessage()).toBe(false);
  await load('/teams');
  expect(hasMessage()).toBe(true);
});
