import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { loadEnv, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

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
 * Our own server answers /config.js at run time, so that one build serves every environment. The
 * dev server has to answer it too, and a purely static host gets a file made from the build's
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
  /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|@tanstack|openapi-fetch)[\\/]/;

const shared = /src[\\/](ui|lib|api|config)[\\/](?!i18n[\\/](en|ru)[\\/])/;
const charts = /src[\\/]features[\\/]dashboards[\\/]charts[\\/]/;

export default defineConfig(({ mode }) => ({
  plugins: [react(), runtimeConfig(loadEnv(mode, process.cwd(), 'VITE_'))],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // A data: URI would need a hole in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: vendor },
            // What the pages share; a page's own parts stay with the page.
            { name: 'ui', test: shared, minShareCount: 2 },
            { name: 'charts', test: charts },
          ],
        },
      },
    },
  },
  server: {
    port: 3000,
    proxy: { '/api': { target: 'http://localhost:3001', changeOrigin: true } },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'lint/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // An upper limit, for a machine that does something else as well.
    testTimeout: 60_000,
    // The contrast test reads the tokens as text.
    css: { include: /tokens\.css/ },
  },
}));
