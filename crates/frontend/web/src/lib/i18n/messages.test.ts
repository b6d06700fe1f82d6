import type { Messages } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '.';
import { messages as en } from './en';
import keysSource from './keys.gen.ts?raw';
import { messages as ru } from './ru';

type CompiledMessage = Messages[string];

const files = import.meta.glob<Messages>('/src/**/messages/*.po', {
  eager: true,
  import: 'messages',
});
const sources = import.meta.glob<string>(['/src/**/*.{ts,tsx}', '!/src/**/*.{test,gen}.*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

const languages = [
  ['en', en],
  ['ru', ru],
] as const;
const ids = Object.keys(en).sort();

/** Adds the names of a message's placeholders, and calls back for each of its plurals. */
function visit(
  message: CompiledMessage,
  names: Set<string>,
  onPlural?: (forms: string[]) => void,
): Set<string> {
  if (typeof message === 'string') return names;
  for (const token of message) {
    if (typeof token === 'string') continue;
    const [name, type, forms] = token;
    names.add(name);
    if (typeof forms !== 'object' || forms === null) continue;
    if (type === 'plural') onPlural?.(Object.keys(forms));
    for (const form of Object.values(forms)) visit(form as CompiledMessage, names, onPlural);
  }
  return names;
}

/** The text of a message with all its plural forms. */
const textOf = (message: CompiledMessage | undefined) => JSON.stringify(message);

describe('the messages', () => {
  it('have both languages in each feature', () => {
    const folders = new Set(Object.keys(files).map((file) => file.replace(/\w+\.po$/, '')));
    const expected = [...folders].flatMap((folder) => LANGUAGES.map((one) => `${folder}${one}.po`));
    expect(Object.keys(files).sort()).toEqual(expected.sort());
  });

  it('have each id once in each language, the same in both', () => {
    for (const [language, messages] of languages) {
      const all = Object.entries(files)
        .filter(([file]) => file.endsWith(`/${language}.po`))
        .flatMap(([, some]) => Object.keys(some));
      expect(all.sort(), language).toEqual(ids);
      expect(Object.keys(messages).sort(), language).toEqual(ids);
    }
  });

  it('are those of keys.gen.ts: npm run messages:keys', () => {
    const keys = [...keysSource.matchAll(/\| '(.+)'/g)].map(([, key]) => key);
    expect(keys.sort()).toEqual(ids);
  });

  it('are all used', () => {
    const code = Object.values(sources).join('\n');
    const literals = new Set([...code.matchAll(/'([\w.]+)'/g)].map(([, literal]) => literal));
    // `band.${band}` uses all messages of that form.
    const templates = [...code.matchAll(/`(\w+\.[\w.]*)\$\{[^`}]+\}(\w*)`/g)].map(
      ([, start = '', end = '']) => new RegExp(`^${start.replaceAll('.', '\\.')}\\w+${end}$`),
    );
    const unused = ids.filter(
      (id) => !literals.has(id) && !templates.some((template) => template.test(id)),
    );
    expect(unused).toEqual([]);
  });

  it('have the same placeholders in both languages', () => {
    for (const id of ids) {
      expect(visit(ru[id] ?? '', new Set()), id).toEqual(visit(en[id] ?? '', new Set()));
    }
  });

  it.each(languages)('have every plural form that %s needs', (language, messages) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const id of ids) {
      visit(messages[id] ?? '', new Set(), (forms) => {
        expect(forms.sort(), id).toEqual(needed);
      });
    }
  });

  it.each(languages)('have no exclamation marks and no empty text in %s', (_language, messages) => {
    for (const id of ids) {
      expect(textOf(messages[id]), id).not.toContain('!');
      expect(textOf(messages[id]), id).toMatch(/[\p{L}–]/u);
    }
  });
});
