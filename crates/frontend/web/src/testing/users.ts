import type { User } from '@/api/types';

/** A user as the server sends it; tests override only the relevant fields. */
export function aUser(given: Partial<User> = {}): User {
  return {
    id: 'user',
    email: 'ada@example.org',
    name: 'Ada',
    timeZone: 'Europe/Berlin',
    dayStartHour: 0,
    language: 'en',
    theme: 'system',
    emailVerified: true,
    canVerifyEmail: false,
    role: 'user',
    createdAt: '2026-01-01T00:00:00Z',
    today: '2026-03-03',
    ...given,
  };
}
