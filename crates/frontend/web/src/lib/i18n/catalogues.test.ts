import { describe, expect, it } from 'vitest';
import { sentencesOf } from './catalogue';
import { en } from './en';
import { ru } from './ru';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The plural forms of each counted sentence. */
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

const english = sentencesOf(en);
const russian = sentencesOf(ru);

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

  it('leave the same blanks to be filled', () => {
    for (const [key, text] of russian) {
      const twin = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
      // English may say "a day" where Russian counts, but never the other way round.
      expect(blanks(text), key).toEqual(blanks(twin));
    }
  });

  it('keep to plain words: no exclamation marks, nothing empty', () => {
    for (const [key, text] of [...english, ...russian]) {
      expect(text, key).not.toContain('!');
      expect(text.trim(), key).not.toBe('');
    }
  });
});
