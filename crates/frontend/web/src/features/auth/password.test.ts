import { describe, expect, it } from 'vitest';
import { validatePassword } from './password';

describe('a new password', () => {
  it.each([
    ['', 'field.required'],
    ['1234567', 'field.passwordShort'],
    ['12345678', null],
    [' 123456 ', null],
    // Four letters, each with its accent as a second character.
    ['a\u0308a\u0308a\u0308a\u0308', 'field.passwordShort'],
    ['a\u0308'.repeat(36), null],
    ['я'.repeat(36), null],
    ['я'.repeat(37), 'field.passwordLong'],
    ['😀'.repeat(18), null],
    ['😀'.repeat(19), 'field.passwordLong'],
    ['\u3000'.repeat(72), null],
    ['correct\thorse', 'field.passwordControl'],
  ])('%j: %s', (password, error) => {
    expect(validatePassword(password)).toBe(error);
  });
});
