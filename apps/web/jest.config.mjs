import { existsSync } from 'node:fs';
import { jestProject } from '../../jest.preset.mjs';

/** Where the browser is that the journeys are walked in. On a machine without one they are left out; CI has one. */
const chromium = process.env.CHROMIUM || '/usr/bin/chromium';
const hasBrowser = Boolean(process.env.CI) || existsSync(chromium);
if (!hasBrowser) console.warn(`There is no ${chromium}: the journeys through the console are left out. Name a Chromium with CHROMIUM.`);

export default jestProject('web', { testPathIgnorePatterns: ['/node_modules/', ...(hasBrowser ? [] : ['\\.browser\\.spec\\.ts$'])] });
