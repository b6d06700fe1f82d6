import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { ApiProblem, NoConnection } from './problem';
import { useProblemText } from './useProblemText';

function textOf(error: unknown): string {
  return renderHook(() => useProblemText()).result.current(error);
}

describe.each([
  [
    'en',
    [
      'There were too many attempts. The next one is possible in 1 second.',
      'There were too many attempts. The next one is possible in 32 seconds.',
      'There were too many attempts. The next one is possible in 5 minutes.',
      'There were too many requests from here. Try again in 2 minutes.',
    ],
    'The server did not answer.',
  ],
  [
    'ru',
    [
      'Было слишком много попыток. Следующая возможна через 1 секунду.',
      'Было слишком много попыток. Следующая возможна через 32 секунды.',
      'Было слишком много попыток. Следующая возможна через 5 минут.',
      'Отсюда пришло слишком много запросов. Повторите через 2 минуты.',
    ],
    'Сервер не ответил.',
  ],
] as const)('in %s', (language, waits, noAnswer) => {
  beforeEach(() => setLanguage(language));

  it('a refusal for the time being says how long it lasts', () => {
    const refusals = [
      { code: 'too-many-attempts', retryAfter: 0 },
      { code: 'too-many-attempts', retryAfter: 32 },
      { code: 'too-many-attempts', retryAfter: 300 },
      { code: 'too-many-requests', retryAfter: 91 },
    ];
    expect(refusals.map((refusal) => textOf(new ApiProblem({ status: 429, ...refusal })))).toEqual(
      waits,
    );
  });

  it('no answer is no refusal', () => {
    expect(textOf(new NoConnection())).toContain(noAnswer);
  });
});
