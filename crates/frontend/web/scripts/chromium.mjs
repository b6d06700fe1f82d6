import { existsSync } from 'node:fs';

const SYSTEM = '/usr/bin/chromium';
const executablePath = process.env['E2E_CHROMIUM'] ?? (existsSync(SYSTEM) ? SYSTEM : undefined);

/** The Chromium to launch: that of E2E_CHROMIUM, the system's, or else Playwright's own. */
export const executable = executablePath ? { executablePath } : {};
