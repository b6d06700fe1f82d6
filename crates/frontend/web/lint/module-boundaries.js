import { dirname, relative, resolve, sep } from 'node:path';

/**
 * Allowed imports between modules: app → features → ui, lib, api, config. `lib` and `config` are at
 * the bottom; `testing` is for tests only and may import everything.
 */
/** @type {Record<string, readonly string[]>} */
const ALLOWED = {
  app: ['features', 'ui', 'lib', 'api', 'config', 'styles'],
  features: ['ui', 'lib', 'api', 'config'],
  ui: ['lib', 'api'],
  api: ['lib', 'config'],
  lib: ['config', 'styles'],
  config: [],
};
const SOURCE = resolve(import.meta.dirname, '../src');

/** @param {string} absolute a path without alias */
function moduleOf(absolute) {
  const parts = relative(SOURCE, absolute).split(sep);
  const [module = '', feature = '', ...rest] = parts;
  return module === '..' ? null : { module, feature, rest };
}

/** @type {import('eslint').Rule.RuleModule} */
export const moduleBoundaries = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      module: '{{from}} may not import from {{to}}.',
      internals: 'Import the feature {{feature}} through its index only.',
    },
  },
  create(context) {
    const from = moduleOf(context.filename);
    const isTest = /\.test\.tsx?$/.test(context.filename);
    /** @param {import('estree').Node & { source?: { value?: unknown } | null | undefined }} node */
    function check(node) {
      const source = node.source?.value;
      if (!from || typeof source !== 'string') return;
      const target = source.startsWith('@/')
        ? resolve(SOURCE, source.slice(2))
        : source.startsWith('.')
          ? resolve(dirname(context.filename), source)
          : null;
      const to = target ? moduleOf(target) : null;
      if (!to || (isTest && to.module === 'testing')) return;
      const sameModule = from.module === to.module;
      if (from.module === 'testing') return;
      if (!sameModule && !(ALLOWED[from.module] ?? []).includes(to.module)) {
        context.report({ node, messageId: 'module', data: { from: from.module, to: to.module } });
        return;
      }
      const leavesFeature =
        to.module === 'features' && (!sameModule || from.feature !== to.feature);
      const lazyPage = from.module === 'app' && to.rest.at(-1)?.endsWith('Page');
      if (leavesFeature && to.rest.length > 0 && !lazyPage) {
        context.report({ node, messageId: 'internals', data: { feature: to.feature } });
      }
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
