import cssModules from '@css-modules-kit/eslint-plugin';
import css from '@eslint/css';
import eslint from '@eslint/js';
import query from '@tanstack/eslint-plugin-query';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import boundaries from 'eslint-plugin-boundaries';
import imports from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What each module may import besides itself; features are imported by their index. */
const MODULES = {
  app: ['ui', 'api', 'lib', 'config', 'styles'],
  feature: ['ui', 'api', 'lib', 'config'],
  ui: ['api', 'lib'],
  api: ['lib', 'config'],
  lib: ['config', 'styles'],
  config: [],
  styles: [],
};

export default defineConfig(
  { ignores: ['dist', 'generated', 'test-results', 'playwright-report', '**/*.gen.ts'] },
  { files: ['**/*.{js,mjs,ts,tsx}'], extends: [eslint.configs.recommended] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // Playwright reads a test's fixtures from the pattern, which may be empty.
    files: ['e2e/**/*.ts'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [
      reactHooks.configs.flat['recommended-latest'],
      jsxA11y.configs.strict,
      query.configs['flat/recommended'],
      imports.flatConfigs.typescript,
    ],
    plugins: { boundaries, 'import-x': imports },
    settings: {
      'boundaries/elements': [
        ...['app', 'ui', 'api', 'lib', 'config', 'styles', 'testing'].map((type) => ({
          type,
          pattern: `src/${type}`,
        })),
        { type: 'feature', pattern: 'src/features/*' },
      ],
      'boundaries/files': [
        { category: 'index', pattern: 'src/features/*/index.ts' },
        { category: 'page', pattern: 'src/features/*/components/*Page.tsx' },
        { category: 'test', pattern: 'src/**/*.test.{ts,tsx}' },
      ],
      'import/resolver': { typescript: { project: 'tsconfig.app.json' } },
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.app.json' })],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...Object.entries(MODULES).map(([type, types]) => ({
              from: { element: { type } },
              allow: { to: { element: { types: { anyOf: types } } } },
            })),
            {
              from: { element: { types: { anyOf: ['app', 'feature'] } } },
              allow: { to: { element: { type: 'feature' }, file: { categories: 'index' } } },
            },
            {
              // Pages are chunks of their own.
              from: { element: { type: 'app' } },
              allow: { to: { element: { type: 'feature' }, file: { categories: 'page' } } },
            },
            {
              from: { file: { categories: 'test' } },
              allow: { to: { element: { type: 'testing' } } },
            },
            { from: { element: { type: 'testing' } }, allow: { to: { element: { type: '*' } } } },
          ],
        },
      ],
      'import-x/no-cycle': 'error',
      // Each session has its own client and its own cache.
      '@tanstack/query/exhaustive-deps': ['error', { allowlist: { variables: ['api'] } }],
      'no-restricted-globals': ['error', 'alert', 'confirm', 'prompt'],
      'no-console': 'error',
    },
  },
  {
    // The debug log.
    files: ['src/lib/debug.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Unknown classes fail the type check; these are classes that nothing uses.
    files: ['**/*.css'],
    plugins: { css, 'css-modules-kit': cssModules },
    language: 'css/css',
    languageOptions: { tolerant: true },
    rules: { 'css-modules-kit/no-unused-class-names': 'error' },
  },
  {
    files: ['public/**/*.js'],
    languageOptions: {
      globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' },
    },
    rules: { 'no-var': 'off' },
  },
  {
    files: ['scripts/**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
      },
    },
  },
);
