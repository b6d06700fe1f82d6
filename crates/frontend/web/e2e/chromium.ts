import type { LaunchOptions } from '@playwright/test';
import { executable } from '../scripts/chromium.mjs';

/** How tests start Chromium. */
export const launchOptions: LaunchOptions = {
  ...executable,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
