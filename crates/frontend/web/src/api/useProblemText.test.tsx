import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { ApiProblem, NetworkError } from './problem';
import { useProblemText } from './useProblemText';

function textOf(error: unknown): string {
  return renderHook(() => useProblemText()).result.current(error);
}

describe.each([
  [
    'en',
    [
      'There were too many attempts. Try again in 1 second.',
      'There were too many attempts. Try again in 32 seconds.',
      'There were too many attempts. Try again in 5 minutes.',
      'There were too many requests from here. Try again in 2 minutes.',
      'There were too many requests from here. Try again in 24 hours.',
    ],
    'The server did not respond.',
  ],
  [
    'ru',
    [
      'Было слишком много попыток. Повторите через 1 секунду.',
      'Было слишком много попыток. Повторите через 32 секунды.',
      'Было слишком много попыток. Повторите через 5 минут.',
      'Отсюда пришло слишком много запросов. Повторите через 2 минуты.',
      'Отсюда пришло слишком много запросов. Повторите через 24 часа.',
    ],
    'Сервер не ответил.',
  ],
] as const)('in %s', (language, waits, noAnswer) => {
  beforeEach(() => setLanguage(language));

  it('a temporary error says how long to wait', () => {
    const errors = [
      { code: 'too-many-attempts', retryAfter: 0 },
      { code: 'too-many-attempts', retryAfter: 32 },
      { code: 'too-many-attempts', retryAfter: 300 },
      { code: 'too-many-requests', retryAfter: 91 },
      { code: 'too-many-requests', retryAfter: 86_000 },
    ];
    expect(errors.map((error) => textOf(new ApiProblem({ status: 429, ...error })))).toEqual(waits);
  });

  it('a network error has its own message', () => {
    expect(textOf(new NetworkError())).toContain(noAnswer);
  });
});
