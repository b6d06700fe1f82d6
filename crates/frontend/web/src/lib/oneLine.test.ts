import { expect, it } from 'vitest';
import { oneLine } from './oneLine';

it.each([
  ['Plan\t30', 'Plan 30'],
  ['one\r\ntwo', 'one two'],
  ['one\ntwo\rthree', 'one two three'],
  ['soft\u000bbreak', 'soft break'],
  ['next\u0085line', 'next line'],
  ['line\u2028and\u2029paragraph', 'line and paragraph'],
  ['nothing\0here', 'nothinghere'],
  ['escape\u001b[0m', 'escape [0m'],
  ['Plain – текст 👨‍👩‍👧 قراءة', 'Plain – текст 👨‍👩‍👧 قراءة'],
])('%j becomes %j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});
