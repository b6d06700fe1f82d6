import { dirname, relative, resolve, sep } from 'node:path';

/**
 * Which room may import from which: app → features → ui, lib, api, config. `lib` and `config` stand
 * at the bottom; `testing` is for tests only and may use everything.
 */
/** @type {Record<string, readonly string[]>} */
const ALLOWED = {
  app: ['features', 'ui', 'lib', 'api', 'config', 'styles'],
  features: ['ui', 'lib', 'api', 'config'],
  ui: ['lib'],
  api: ['lib', 'config'],
  lib: ['config'],
  config: [],
};
const SOURCE = resolve(import.meta.dirname, '../src');

/** @param {string} absolute a path without alias */
function roomOf(absolute) {
  const parts = relative(SOURCE, absolute).split(sep);
  const [room = '', feature = '', ...rest] = parts;
  return room === '..' ? null : { room, feature, rest };
}

/** @type {import('eslint').Rule.RuleModule} */
export const roomBoundaries = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      room: '{{from}} may not import from {{to}}.',
      internals: 'Import the feature {{feature}} through its index only.',
    },
  },
  create(context) {
    const from = roomOf(context.filename);
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
      const to = target ? roomOf(target) : null;
      if (!to || (isTest && to.room === 'testing')) return;
      const sameRoom = from.room === to.room;
      if (from.room === 'testing') return;
      if (!sameRoom && !(ALLOWED[from.room] ?? []).includes(to.room)) {
        context.report({ node, messageId: 'room', data: { from: from.room, to: to.room } });
        return;
      }
      const leavesFeature = to.room === 'features' && (!sameRoom || from.feature !== to.feature);
      const lazyPage = from.room === 'app' && to.rest.at(-1)?.endsWith('Page');
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
