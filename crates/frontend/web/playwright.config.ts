import { defineConfig } from '@playwright/test';
import { launchOptions } from './e2e/chromium.ts';

export default defineConfig({
  testDir: 'e2e',
  // For a trace of what fails: to record each test takes a third of the time.
  retries: 1,
  failOnFlakyTests: true,
  // With one worker a third of two CPUs is idle.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // Generous, for a machine under load.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env['E2E_BASE_URL'] ?? 'http://localhost:30002',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'on-first-retry',
    launchOptions,
  },
});
