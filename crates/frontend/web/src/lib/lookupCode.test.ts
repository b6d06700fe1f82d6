import { describe, expect, it } from 'vitest';
import { isLookupCode, linkOfCode, readLookupCode } from './lookupCode';

const code = '7K2M-9QXR-4T8VB';

describe('a code', () => {
  it.each([
    ['as it is shown', code],
    ['in lower case with blanks', ' 7k2m 9qxr 4t8vb '],
    ['in a shared link', linkOfCode('/friends', code)],
  ])('is read %s', (_how, typed) => {
    expect(readLookupCode(typed)).toBe(code);
    expect(isLookupCode(readLookupCode(typed))).toBe(true);
  });

  it('has letters that look like digits read as these', () => {
    expect(readLookupCode('oil0-1234-56789')).toBe('0110-1234-56789');
  });

  it.each(['', '7K2M-9QXR-4T8V', '7K2M-9QXR-4T8VBB', 'UUUU-UUUU-UUUUU', 'https://example.org/'])(
    'is not %j, which stays as it was typed',
    (typed) => {
      expect(readLookupCode(typed)).toBe(typed);
      expect(isLookupCode(typed)).toBe(false);
    },
  );
});

it.each(['/friends', '/teams'] as const)('leads to %s at this address', (page) => {
  expect(linkOfCode(page, code)).toBe(`${window.location.origin}${page}?code=${code}`);
});
