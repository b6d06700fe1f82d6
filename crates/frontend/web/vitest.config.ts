import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { launchOptions } from './e2e/chromium.ts';
import viteConfig from './vite.config.ts';

const BROWSER_TESTS = 'src/**/*.browser.test.tsx';

export default defineConfig((env) =>
  mergeConfig(viteConfig(env), {
    test: {
      restoreMocks: true,
      // Generous, for a machine under load.
      testTimeout: 60_000,
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            environment: 'happy-dom',
            include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
            exclude: [BROWSER_TESTS],
            setupFiles: ['src/testing/setup.ts'],
            // Imported as text.
            css: { include: /(tokens|media)\.css/ },
          },
        },
        {
          // Tests of focus and layout, which need a real browser.
          extends: true,
          test: {
            name: 'browser',
            include: [BROWSER_TESTS],
            setupFiles: ['src/testing/setupBrowser.ts'],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions }),
              // A phone.
              instances: [{ browser: 'chromium', viewport: { width: 390, height: 844 } }],
            },
          },
        },
      ],
    },
  }),
);
