import { describe, expect, it } from 'vitest';
import { routeOf } from './routeTable';

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
    ['/reset-password', '/reset-password'],
    ['/year/2025/03', 'unknown'],
    ['/ada@example.org', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s, without personal values', (path, route) => {
    expect(routeOf(path)).toBe(route);
  });
});
