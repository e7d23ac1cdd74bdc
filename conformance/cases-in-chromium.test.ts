import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchChromium, withoutBrowser } from '../tools/chromium.ts';
import { perform } from './case.ts';
import { CASES, runs } from './cases.ts';
import { chromiumClients } from './clients/in-chromium.ts';

describe.skipIf(withoutBrowser())('in a page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  describe.each(chromiumClients(() => browser).map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
    const cases = CASES.filter((one) => runs(one, kind));
    it.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => perform(kind, one), 120_000);
  });
});
