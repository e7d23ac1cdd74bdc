import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchChromium, withoutBrowser } from '../tools/chromium.ts';
import { sdkInChromium } from './clients/sdk-in-chromium.ts';
import { checkMainJob } from './support/main-job-check.ts';

describe.skipIf(withoutBrowser())('main job through the script-tag build in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it.each(['v1', 'v2'] as const)('@smoke does the whole job on the %s wire, and every channel tells the same', (wire) =>
    checkMainJob(sdkInChromium(browser, wire)),
  );
});
