import { fileURLToPath } from 'node:url';
import globalData from '@csstools/postcss-global-data';
import { lingui } from '@lingui/vite-plugin';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import customMedia from 'postcss-custom-media';
import { defineConfig, loadEnv, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** The content of /config.js, from the same VITE_* variables that the frontend server reads. */
function configScript(env: Record<string, string>): string {
  const flag = (name: string, unset: boolean) => (env[name] ? env[name] === 'true' : unset);
  const config = {
    apiUrl: env['VITE_API_URL'] ?? '/api',
    sentryDsn: env['VITE_SENTRY_DSN'],
    sentryEnvironment: env['VITE_SENTRY_ENVIRONMENT'],
    mixpanelToken: env['VITE_MIXPANEL_TOKEN'],
    mixpanelApiHost: env['VITE_MIXPANEL_API_HOST'],
    enableAnalytics: flag('VITE_ENABLE_ANALYTICS', Boolean(env['VITE_MIXPANEL_TOKEN'])),
    enableErrorReporting: flag('VITE_ENABLE_ERROR_REPORTING', Boolean(env['VITE_SENTRY_DSN'])),
    appVersion: env['VITE_APP_VERSION'] ?? 'dev',
    debugMode: flag('VITE_DEBUG_MODE', false),
  };
  return `window.__KPI_CONFIG__ = ${JSON.stringify(config)};\n`;
}

/**
 * The frontend server generates /config.js at run time, so that one build serves every environment.
 * The dev server generates it too, and for static hosting the build writes it from its environment.
 * environment.
 */
function runtimeConfig(env: Record<string, string>): Plugin {
  return {
    name: 'kpi-runtime-config',
    configureServer(server) {
      server.middlewares.use('/config.js', (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
        response.setHeader('Cache-Control', 'no-store');
        response.end(configScript(env));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'config.js', source: configScript(env) });
    },
  };
}

const vendor =
  /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|@tanstack|@lingui|openapi-fetch)[\\/]/;

/** Forms are parts of single pages, not of the first load. */
const forms =
  /node_modules[\\/](react-hook-form|@hookform|@standard-schema|valibot)[\\/]|src[\\/](api[\\/](useRequestForm|placeProblem)|lib[\\/]schemas)\.ts$/;
/** What toasts need of React Aria, with its dependencies, is part of the first load. */
const toasts = /node_modules[\\/]react-(aria|stately)[\\/].*[\\/]toast[\\/]/;
/** The rest comes with what needs it: the calendar, and pages with a search among options. */
const aria =
  /node_modules[\\/](react-aria|react-stately|@react-[a-z]+|@internationalized|@swc)(-components)?[\\/]/;
const shared =
  /src[\\/](ui|lib|api|config)[\\/](?!useRequestForm|placeProblem|schemas|CodeForm|ComboBoxField|CodeToShare|qrPath).*\.tsx?$/;
const charts =
  /node_modules[\\/](d3-[a-z-]+|internmap)[\\/]|src[\\/]features[\\/]dashboards[\\/]charts[\\/]/;

export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    lingui({ failOnMissing: true, failOnCompileError: true }),
    // React Aria's own words are in some thirty languages.
    optimizeLocales.vite({ locales: ['en-US', 'ru-RU'] }),
    runtimeConfig(loadEnv(mode, process.cwd(), 'VITE_')),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // src/app/main.tsx registers it; the manifest is in public/.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: [
          'index.html',
          'favicon.svg',
          'assets/**/*.{js,css}',
          'assets/*-{latin,cyrillic}-wght*.woff2',
        ],
        // Loaded only by those who agreed to reports.
        globIgnores: ['assets/{sentry,mixpanel}-*'],
      },
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  css: {
    // The breakpoints are known in every style sheet.
    postcss: { plugins: [globalData({ files: ['src/styles/media.css'] }), customMedia()] },
  },
  build: {
    target: 'es2022',
    // A data: URI would require an exception in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: vendor },
            { name: 'toasts', test: toasts },
            // Code shared by pages; code of a single page stays in its chunk.
            { name: 'ui', test: shared, minShareCount: 2 },
            { name: 'charts', test: charts },
            { name: 'forms', test: forms },
            { name: 'aria', test: aria },
          ],
        },
      },
    },
  },
  server: {
    port: 3000,
    proxy: { '/api': { target: 'http://localhost:3001', changeOrigin: true } },
  },
}));
