import { describe, expect, it } from 'vitest';
import { routeOf } from './routeTable';

describe('the route of a path', () => {
  it.each([
    ['/', '/'],
    ['/day/2026-03-03', '/day/:date'],
    ['/notes', '/notes'],
    ['/notes', '/notes'],
    ['/year', '/year'],
    ['/year/2025', '/year/:year'],
    ['/month/2025/3', '/month/:year/:month'],
    ['/month/2025/3', '/month/:year/:month'],
    ['/reset-password', '/reset-password'],
    ['/year/2025/03', 'unknown'],
    ['/ada@example.org', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s, without personal values', (path, route) => {
    expect(routeOf(path)).toBe(route);
  });
});
