import { devices } from '@playwright/test';

const { viewport, isMobile, hasTouch } = devices['Pixel 7'];

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport, isMobile, hasTouch };
/** A phone of the width that layouts are made for. */
export const NARROW_PHONE = { ...PHONE, viewport: { ...viewport, width: 390 } };
