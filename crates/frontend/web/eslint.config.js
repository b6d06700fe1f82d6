import cssModules from '@css-modules-kit/eslint-plugin';
import css from '@eslint/css';
import eslint from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { moduleBoundaries } from './lint/module-boundaries.js';

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
    plugins: { modules: { rules: { boundaries: moduleBoundaries } } },
    extends: [reactHooks.configs.flat['recommended-latest'], jsxA11y.configs.strict],
    rules: {
      'modules/boundaries': 'error',
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
    files: ['scripts/**/*.mjs', 'lint/**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
);
