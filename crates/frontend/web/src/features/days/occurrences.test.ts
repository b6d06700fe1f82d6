import { expect, it } from 'vitest';
import { occurrencesIn } from './occurrences';

/** The parts in one line, with brackets around what was found. */
const marked = (text: string, searched: string) =>
  occurrencesIn(text, searched)
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join('');

it.each([
  ['Rain, then more rain', 'rain', '[Rain], then more [rain]'],
  ['Гроза и ГРОЗА', 'гроза', '[Гроза] и [ГРОЗА]'],
  ['100% of it (all) [1] \\ a/b', '100%', '[100%] of it (all) [1] \\ a/b'],
  ['a.b and axb', 'a.b', '[a.b] and axb'],
  ['what (now)?', '(now)?', 'what [(now)?]'],
  ['a/b\\c', '/b\\', 'a[/b\\]c'],
  ['Cafe\u0301', 'caf\u00e9', '[Caf\u00e9]'],
  ['Ада \u{1f600} пишет', ' \u{1f600} ', 'Ада [\u{1f600}] пишет'],
  ['nothing here', 'rain', 'nothing here'],
  ['nothing asked', ' ', 'nothing asked'],
])('%j searched for %j', (text, searched, expected) => {
  expect(marked(text, searched)).toBe(expected);
});
