import { describe, expect, it } from 'vitest';
import { isFriendCode, linkOfCode, readFriendCode } from './friendCode';

const code = '7K2M-9QXR-4T8VB';

describe('a friend code', () => {
  it.each([
    ['as it is shown', code],
    ['in lower case with blanks', ' 7k2m 9qxr 4t8vb '],
    ['in a shared link', linkOfCode(code)],
  ])('is read %s', (_how, typed) => {
    expect(readFriendCode(typed)).toBe(code);
    expect(isFriendCode(readFriendCode(typed))).toBe(true);
  });

  it('has letters that look like digits read as these', () => {
    expect(readFriendCode('oil0-1234-56789')).toBe('0110-1234-56789');
  });

  it.each(['', '7K2M-9QXR-4T8V', '7K2M-9QXR-4T8VBB', 'UUUU-UUUU-UUUUU', 'https://example.org/'])(
    'is not %j, which stays as it was typed',
    (typed) => {
      expect(readFriendCode(typed)).toBe(typed);
      expect(isFriendCode(typed)).toBe(false);
    },
  );
});

it('leads to the page of friends at this address', () => {
  expect(linkOfCode(code)).toBe(`${window.location.origin}/friends?code=${code}`);
});
