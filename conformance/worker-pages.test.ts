import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, withoutBrowser } from '../tools/chromium.ts';
import { restWorkspace } from './support/server.ts';
import { capabilityToken } from './support/tokens.ts';
import { sidOf, workspaceOf } from './support/workspace.ts';

const SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Pages',
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
      taskQueues: [{ name: 'All', targetWorkers: '1==1' }],
      workflows: [{ name: 'Default', configuration: { task_routing: { default_filter: { queue: 'All' } } } }],
      workers: [{ name: 'alice', activity: 'Offline', attributes: { languages: ['es', 'en'] } }],
    },
  ],
};

describe.skipIf(withoutBrowser())('pages written for the vendor’s old SDK, with another src', () => {
  let browser: Browser;
  let pages: Server | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterEach(() => {
    pages?.close();
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** The page as its application serves it: from its own origin, its token filled in, its SDK from somewhere else. */
  async function open(name: string, server: MockServer) {
    const src = `${server.url}/sdk/taskbay.min.js`;
    const text = readFileSync(new URL(`pages/${name}.html`, import.meta.url), 'utf8')
      .replace(/src="[^"]*taskrouter[^"]*"/, `src="${src}"`)
      .replace('WORKER_TOKEN', await capabilityToken(server, 'alice'));
    pages = createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(text));
    await new Promise<void>((resolve) => pages?.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage();
    const problems = problemsOf(page);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    return { page, problems };
  }

  it('one for Worker.js 1.0 reads everything in snake_case', async () => {
    await using server = await startMockServer({ seed: SEED });
    const { page, problems } = await open('worker-1.0', server);
    const { sid: workspace } = workspaceOf(server);
    await line(page, `ready alice is Offline in ${workspace}`);
    await line(page, 'activities 2');
    await page.selectOption('#activities', { label: 'Available true' });
    await line(page, 'updated to Available');
    await line(page, 'activity Available true');
    const task = await newTask(server, { priority: 7 });
    const [reservation] = await task.reservations().list();
    await line(page, `offered es priority 7 aged true task ${task.sid} reservation ${reservation?.sid}`);
    await reservation?.update({ reservationStatus: 'accepted' });
    await line(page, `accepted by alice who is Available: ${reservation?.sid}`);
    await task.update({ assignmentStatus: 'completed' });
    const next = await newTask(server, { priority: 1 });
    const [offer] = await next.reservations().list();
    const about = `es priority 1 aged true task ${next.sid} reservation ${offer?.sid}`;
    await line(page, `offered ${about}`);
    await server.time.advance({ seconds: 120 });
    await line(page, `timed out ${about}`);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('one for taskrouter.js 1.21 does a whole job, and comes back after a cut', async () => {
    await using server = await startMockServer({ seed: SEED });
    const { page, problems } = await open('taskrouter-1.21', server);
    await line(page, 'activities 2 false device true');
    await line(page, 'connected 1');
    await line(page, 'ready alice es,en true');
    await line(page, 'updated to Available');
    const task = await newTask(server, {});
    const [reservation] = await task.reservations().list();
    const offered = `offered pending es reserved default true ${reservation?.sid}`;
    await line(page, offered);

    const [connection] = (await (await fetch(`${server.url}/control/connections`)).json()) as { id: string }[];
    await fetch(`${server.url}/control/connections/${connection?.id}`, { method: 'DELETE' });
    await line(page, 'disconnected Websocket disconnected due to lost connectivity');
    await line(page, offered, 2);

    await page.click('#accept');
    await line(page, `accepted accepted ${task.sid}`);
    await line(page, `event accepted ${reservation?.sid}`);
    await line(page, 'found 1 es false');
    await page.click('#complete');
    await line(page, 'completed completed resolved');
    await line(page, 'event completed completed');
    await page.click('#busy');
    await line(page, 'activity Offline false');
    expect(problems).toEqual([]);
    await page.close();
  });
});

function newTask(server: MockServer, more: { priority?: number }) {
  const workflowSid = sidOf(workspaceOf(server).workflows, 'Default');
  return restWorkspace(server).tasks.create({ workflowSid, attributes: '{"language":"es"}', ...more });
}

/** Waits until the page has written a line so many times. */
async function line(page: Page, text: string, times = 1): Promise<void> {
  const found = page.locator('#log li', { hasText: new RegExp(`^${text.replace(/[.()]/g, '\\$&')}$`) });
  try {
    await found.nth(times - 1).waitFor({ timeout: 8000 });
  } catch (cause) {
    const written = await page.locator('#log li').allTextContents();
    throw new Error(`The page did not write "${text}", but:\n${[...written, ...problemsOf(page)].join('\n')}`, {
      cause,
    });
  }
}

const known = new WeakMap<Page, string[]>();

/** What the browser complained of on a page. */
function problemsOf(page: Page): string[] {
  const problems = known.get(page) ?? [];
  known.set(page, problems);
  return problems;
}
