import { describe, expect, it } from 'vitest';
import { messagesOf } from './catalogue';
import { en } from './en';
import { ru } from './ru';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The plural forms of each message with a count. */
function pluralForms(keys: Iterable<string>): Map<string, Set<string>> {
  const forms = new Map<string, Set<string>>();
  for (const key of keys) {
    const form = PLURAL.exec(key)?.[1];
    if (!form) continue;
    const stem = key.replace(PLURAL, '');
    forms.set(stem, (forms.get(stem) ?? new Set()).add(form));
  }
  return forms;
}

const stems = (keys: Iterable<string>) =>
  [...new Set([...keys].map((key) => key.replace(PLURAL, '')))].sort();
const blanks = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const english = messagesOf(en);
const russian = messagesOf(ru);

describe('the catalogues', () => {
  it('hold the same keys', () => {
    expect(stems(russian.keys())).toEqual(stems(english.keys()));
  });

  it.each([
    ['en', english, ['one', 'other']],
    ['ru', russian, ['few', 'many', 'one', 'other']],
  ] as const)('have every plural form that %s needs', (_language, catalogue, needed) => {
    for (const [stem, forms] of pluralForms(catalogue.keys())) {
      expect([...forms].sort(), stem).toEqual(needed);
    }
  });

  it('have the same placeholders', () => {
    for (const [key, text] of russian) {
      const twin = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
      // English may omit the count in a plural form, Russian may not.
      expect(blanks(text), key).toEqual(blanks(twin));
    }
  });

  it('have no exclamation marks and no empty messages', () => {
    for (const [key, text] of [...english, ...russian]) {
      expect(text, key).not.toContain('!');
      expect(text.trim(), key).not.toBe('');
    }
  });
});
