import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The system's Chromium or Chrome, or undefined; `CHROMIUM_PATH` names another. */
export function chromiumPath(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const given = process.env.CHROMIUM_PATH;
  return [...(given === undefined ? [] : [given]), ...onPath, ...ELSEWHERE].find(isExecutable);
}

/**
 * Whether browser tests are left out: only without a browser, and never on CI, where that is a failure. Says how to
 * get one.
 */
export function withoutBrowser(): boolean {
  if (chromiumPath() !== undefined || ['true', '1'].includes(process.env.CI ?? '')) return false;
  process.stderr.write(
    'Browser tests are skipped: no Chromium or Chrome was found. Install one (Debian: apt-get install chromium), ' +
      'or set CHROMIUM_PATH.\n',
  );
  return true;
}

/** Starts the system's browser without a window and without talking to anybody by itself. */
export function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('No Chromium or Chrome was found; set CHROMIUM_PATH');
  return chromium.launch({
    executablePath,
    args: ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
