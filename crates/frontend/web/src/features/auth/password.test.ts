import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { newPassword } from './password';

describe('a new password', () => {
  it.each([
    ['', 'field.required'],
    ['1234567', 'field.passwordShort'],
    ['12345678', undefined],
    [' 123456 ', undefined],
    // Four letters, each with its accent as a second character.
    ['a\u0308a\u0308a\u0308a\u0308', 'field.passwordShort'],
    ['a\u0308'.repeat(36), undefined],
    ['я'.repeat(36), undefined],
    ['я'.repeat(37), 'field.passwordLong'],
    ['😀'.repeat(18), undefined],
    ['😀'.repeat(19), 'field.passwordLong'],
    ['\u3000'.repeat(72), undefined],
    ['correct\thorse', 'field.passwordControl'],
  ])('%j: %s', (password, error) => {
    expect(safeParse(newPassword, password).issues?.[0].message).toBe(error);
  });
});
