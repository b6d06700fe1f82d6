import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, en } from './en';
import { ru } from './ru';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Every sentence by its full key. */
function sentences(catalogue: Catalogue, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of sentences(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

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

const english = sentences(en);
const russian = sentences(ru);

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

describe('Russian plurals', () => {
  beforeAll(() =>
    i18next.init({ lng: 'ru', resources: { ru: { translation: ru } }, returnNull: false }),
  );

  it.each([
    [1, 'серия 1 день'],
    [2, 'серия 2 дня'],
    [5, 'серия 5 дней'],
    [11, 'серия 11 дней'],
    [21, 'серия 21 день'],
    [24, 'серия 24 дня'],
    [112, 'серия 112 дней'],
  ])('say %i rightly', (count, text) => {
    expect(i18next.t('today.streak', { count })).toBe(text);
  });
});
