import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchChromium, withoutBrowser } from '../tools/chromium.ts';
import { chromiumClients } from './clients/in-chromium.ts';
import { checkMainJob } from './support/main-job-check.ts';

describe.skipIf(withoutBrowser())('main job in a page', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it.each(chromiumClients(() => browser).map((client) => [client.name, client] as const))(
    '@smoke %s does the whole job, and every channel tells the same',
    (_, client) => checkMainJob(client),
  );
});
