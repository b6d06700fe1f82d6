import type { Messages } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '.';
import { messages as startEn } from './en';
import { messages as laterEn } from './en.later';
import keysSource from './keys.gen.ts?raw';
import { messages as startRu } from './ru';
import { messages as laterRu } from './ru.later';

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

const en: Messages = { ...startEn, ...laterEn };
const ru: Messages = { ...startRu, ...laterRu };
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

/** Whether code uses a message, where its id stands as a text or fits a template. */
function usage(code: string): (id: string) => boolean {
  const literals = new Set([...code.matchAll(/'([\w.]+)'/g)].map(([, literal]) => literal));
  // `band.${band}` uses all messages of that form.
  const templates = [...code.matchAll(/`(\w+\.[\w.]*)\$\{[^`}]+\}(\w*)`/g)].map(
    ([, start = '', end = '']) => new RegExp(`^${start.replaceAll('.', '\\.')}\\w+${end}$`),
  );
  return (id) => literals.has(id) || templates.some((template) => template.test(id));
}

/** The file that a module imports by a path; undefined for a package or a style sheet. */
function imported(from: string, path: string): string | undefined {
  const file = path.startsWith('@/')
    ? path.replace('@', '/src')
    : new URL(path, `file://${from}`).pathname;
  return ['.ts', '.tsx', '/index.ts'].map((end) => file + end).find((one) => one in sources);
}

/** What a module imports, statically or later. From a feature's index only what it asks for. */
function importsOf(file: string): (string | undefined)[] {
  // These pages load the later messages.
  const code = sources[file]?.replaceAll(/\bpage\(\s*async \(\) =>\s*\(await import\(/g, '') ?? '';
  const statics = /^(?:import|export) (?!type )(?:([^'";]*?) from )?'([^']+)'/gm;
  const dynamics = /\bimport\(\s*'([^']+)'/g;
  return [
    ...[...code.matchAll(statics)].flatMap(([, names = '', path = '']) => {
      const module = imported(file, path);
      if (!module?.startsWith('/src/features/') || !module.endsWith('/index.ts')) return module;
      return [...(sources[module] ?? '').matchAll(/^export \{ (.+) \} from '(.+)'/gm)]
        .filter(([, exported = '']) => exported.match(/\w+/g)?.some((one) => names.includes(one)))
        .map(([, , path = '']) => imported(module, path));
    }),
    ...[...code.matchAll(dynamics)].map(([, path = '']) => imported(file, path)),
  ];
}

/** The modules that can be in use before the later messages are loaded. */
function startModules(): Set<string> {
  const reached = new Set(['/src/app/main.tsx']);
  // A set is also iterated over what is added meanwhile.
  for (const file of reached) {
    for (const next of importsOf(file)) if (next) reached.add(next);
  }
  return reached;
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
    const isUsed = usage(Object.values(sources).join('\n'));
    expect(ids.filter((id) => !isUsed(id))).toEqual([]);
  });

  it('are of the first load where it uses them', () => {
    const modules = startModules();
    expect(modules).toContain('/src/features/days/components/TodayPage.tsx');
    expect(modules).toContain('/src/features/realtime/components/Live.tsx');
    expect(modules).not.toContain('/src/features/teams/components/TeamPage.tsx');
    const early = [...modules].flatMap((file) => {
      const isUsed = usage(sources[file] ?? '');
      return Object.keys(laterEn)
        .filter(isUsed)
        .map((id) => `${file}: ${id}`);
    });
    expect(early).toEqual([]);
  });

  it('are in the same one of the two parts in both languages', () => {
    expect(Object.keys(laterRu).sort()).toEqual(Object.keys(laterEn).sort());
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
