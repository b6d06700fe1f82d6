import { describe, expect, it } from 'vitest';
import { scrub, scrubText } from './scrub';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ';
const RANDOM = 'Zm9ydHktdGhyZWUgY2hhcmFjdGVycyBvZiByYW5kb21uZXNz';

describe('a text', () => {
  it.each([
    ['https://kpi.example.com/reset-password?token=abc', 'https://kpi.example.com/reset-password'],
    ['https://kpi.example.com/day/2026-03-03#note', 'https://kpi.example.com/day/2026-03-03'],
    ['GET /api/habits?category=health failed', 'GET /api/habits failed'],
    ['wss://kpi.example.com/ws?ticket=abc closed', 'wss://kpi.example.com/ws closed'],
    ['https://ada:secret@example.com/path', 'https://example.com/path'],
    ['Ada <ada.lovelace+kpi@example.co.uk> wrote', 'Ada <[removed]> wrote'],
    ['почта ada@почта.рф здесь', 'почта [removed] здесь'],
    [`Authorization: Bearer ${JWT}`, 'Authorization: Bearer [removed]'],
    [`stored ${JWT}.`, 'stored [removed].'],
    [`the code ${RANDOM} is spent`, 'the code [removed] is spent'],
    ['{"password":"correct horse","name":"x"}', '{"password":[removed],"name":"x"}'],
    ['token=abc&page=2', 'token=[removed]&page=2'],
  ])('%s', (text, expected) => {
    expect(scrubText(text)).toBe(expected);
  });

  it.each([
    'TypeError: Cannot read properties of undefined (reading "kpi")',
    'Is this it? Yes.',
    'https://kpi.example.com/assets/SettingsPage-DOe1bhMR.js:12:3456',
    'at render (https://kpi.example.com/assets/vendor-BcITv-Ig.js:1:2)',
    '0123456789abcdef0123456789abcdef',
    '3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d',
    'browser.performance.navigation.activation_start',
    'validatePassword is not a function',
  ])('keeps error messages: %s', (text) => {
    expect(scrubText(text)).toBe(text);
  });
});

describe('a record', () => {
  it('is scrubbed recursively, and secrets by their keys', () => {
    const { origin } = window.location;
    const record = [
      { event_id: '0123456789abcdef0123456789abcdef', sent: 12 },
      [
        {
          exception: { values: [{ type: 'Error', value: 'no mail for ada@example.org' }] },
          request: { url: `${origin}/team/7f3?token=abc`, headers: { Authorization: 'Basic x' } },
          breadcrumbs: ['/team/7f3', '/api/days/2026-03-03', '/assets/ui-7f3.js', 'and/or 7'],
          spans: [`GET ${origin}/api/days/2026-03-03`, 'PUT /api/days/2026-03-03'],
          extra: { newPassword: ['a', 'b'], reset_token: 1, 'ada@example.org': null },
        },
      ],
    ];
    expect(scrub(record, (path) => `route of ${path}`)).toEqual([
      { event_id: '0123456789abcdef0123456789abcdef', sent: 12 },
      [
        {
          exception: { values: [{ type: 'Error', value: 'no mail for [removed]' }] },
          request: { url: `${origin}route of /team/7f3`, headers: { Authorization: '[removed]' } },
          breadcrumbs: ['route of /team/7f3', '/api/days/:id', '/assets/ui-7f3.js', 'and/or 7'],
          spans: [`GET ${origin}/api/days/:id`, 'PUT /api/days/:id'],
          extra: { newPassword: '[removed]', reset_token: '[removed]', '[removed]': null },
        },
      ],
    ]);
  });
});
