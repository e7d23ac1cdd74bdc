import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium, withoutBrowser } from '../../../../tools/chromium.ts';
import { BUNDLERS } from '../bundlers/bundlers.ts';

interface Connection {
  readonly id: string;
}

describe.skipIf(withoutBrowser())('tabs of one worker in Chromium', () => {
  let browser: Browser;
  let pages: Server;

  beforeAll(async () => {
    const { code } = await BUNDLERS.esbuild(fileURLToPath(new URL('page.js', import.meta.url)));
    pages = createServer(({ url }, response) => {
      const script = url === '/page.js';
      const page = '<!doctype html><link rel="icon" href="data:,"><script src="/page.js"></script>';
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html').end(script ? code : page);
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    pages?.close();
  });

  /** Pages of one profile with alice's worker in each, who is available; the first one leads. */
  async function desk(count: number, kind: 'access' | 'capability') {
    const server = await startMockServer();
    const context = await browser.newContext();
    onTestFinished(async () => {
      await context.close();
      await server.close();
    });
    const tabs: Page[] = [];
    for (let index = 0; index < count; index += 1) tabs.push(await openTab(context, server, kind));
    const available = server.ready.workspaces[0]?.activities.Available;
    await tabs[0]?.evaluate(`worker.updateActivity('${available}')`);
    for (const tab of tabs) await told(tab, 'activity.update');
    return { server, context, tabs: tabs as [Page, Page, ...Page[]] };
  }

  async function openTab(context: BrowserContext, server: MockServer, kind: 'access' | 'capability'): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    await page.evaluate(`openTab('${await server.token({ worker: 'alice', kind })}', '${server.url}')`);
    return page;
  }

  describe.each(['access', 'capability'] as const)('with %s tokens', (kind) => {
    it('one socket serves all; an offer is seen in each and accepted in a follower', async () => {
      const { server, tabs } = await desk(3, kind);
      const [leader, follower, other] = tabs as [Page, Page, Page];
      expect(await Promise.all(tabs.map((tab) => tab.evaluate('worker.isLeader')))).toEqual([true, false, false]);
      expect(await connections(server)).toHaveLength(1);
      await createCall(server);
      const sid = await offeredIn(tabs);
      const accepted = await follower.evaluate(
        `worker.reservations.get('${sid}').accept().then(({ status }) => status)`,
      );
      expect(accepted).toBe('accepted');
      for (const tab of tabs) await told(tab, `reservation.accepted ${sid}`);
      await other.evaluate(`worker.reservations.get('${sid}').complete()`);
      for (const tab of tabs) await told(tab, `reservation.completed ${sid}`);
      expect(await heardIn(leader)).toEqual([
        'leader true',
        'ready',
        'activity.update',
        `reservation.created ${sid}`,
        `reservation.accepted ${sid}`,
        `reservation.completed ${sid}`,
      ]);
      expect(await heardIn(follower)).toEqual((await heardIn(leader)).slice(1));
    });

    it('the leading page is closed: another one leads, no offer is lost and none told twice', async () => {
      const { server, tabs } = await desk(3, kind);
      const [leader, ...others] = tabs as [Page, Page, Page];
      await createCall(server);
      const first = await offeredIn(tabs);
      await leader.close();
      for (const tab of others) await told(tab, 'resynced');
      expect((await Promise.all(others.map((tab) => tab.evaluate('worker.isLeader')))).sort()).toEqual([false, true]);
      await others[0]?.evaluate(`worker.reservations.get('${first}').accept()`);
      for (const tab of others) await told(tab, `reservation.accepted ${first}`);
      await others[1]?.evaluate(`worker.reservations.get('${first}').complete()`);
      for (const tab of others) await told(tab, `reservation.completed ${first}`);
      await createCall(server);
      const second = await offeredIn(others, first);
      for (const tab of others) {
        const about = (await heardIn(tab)).filter((line) => line.startsWith('reservation'));
        expect(about).toEqual([
          `reservation.created ${first}`,
          `reservation.accepted ${first}`,
          `reservation.completed ${first}`,
          `reservation.created ${second}`,
        ]);
      }
      expect(await connections(server)).toHaveLength(1);
    });

    it('after a leader that disconnects and a socket that is cut, an offer still ends, once', async () => {
      const { server, tabs } = await desk(2, kind);
      const [leader, follower] = tabs;
      await createCall(server);
      const first = await offeredIn(tabs);
      await leader.evaluate('worker.disconnect()');
      await told(follower, 'resynced');
      for (const { id } of await connections(server)) await cut(server, id);
      await server.time.advance({ seconds: 120 });
      await told(follower, `reservation.timeout ${first}`);
      const about = (await heardIn(follower)).filter((line) => line.startsWith('reservation.timeout'));
      expect(about).toEqual([`reservation.timeout ${first}`]);
    });
  });

  it('a leading page that crashes is followed by another', async () => {
    const { server, tabs, context } = await desk(2, 'access');
    const [leader, follower] = tabs;
    const session = await context.newCDPSession(leader);
    // Never answered: the page that would answer is gone.
    void session.send('Page.crash').catch(() => undefined);
    await told(follower, 'leader true');
    await told(follower, 'resynced');
    await createCall(server);
    await offeredIn([follower]);
    const later = await openTab(context, server, 'access');
    expect(await later.evaluate('[worker.isLeader, worker.reservations.size]')).toEqual([false, 1]);
  });
});

function heardIn(page: Page): Promise<string[]> {
  return page.evaluate('heard');
}

async function told(page: Page, line: string): Promise<void> {
  await page.waitForFunction(`heard.includes(${JSON.stringify(line)})`);
}

/** The offer that every page was told of, by its SID. */
async function offeredIn(pages: readonly Page[], after = ''): Promise<string> {
  const fresh = `heard.find((line) => line.startsWith('reservation.created') && !line.endsWith(' ${after}'))`;
  const sids = await Promise.all(
    pages.map(async (page) => String(await (await page.waitForFunction(fresh)).jsonValue()).split(' ')[1] ?? ''),
  );
  expect(new Set(sids).size).toBe(1);
  return sids[0] ?? '';
}

async function connections(server: MockServer): Promise<Connection[]> {
  return (await (await fetch(`${server.url}/control/connections`)).json()) as Connection[];
}

async function cut(server: MockServer, id: string): Promise<void> {
  await fetch(`${server.url}/control/connections/${id}`, { method: 'DELETE' });
}

async function createCall(server: MockServer): Promise<void> {
  const { accountSid, authToken, workspaces } = server.ready;
  const attributes = JSON.stringify({ channel: 'voice', language: 'es' });
  const answer = await fetch(`${server.url}/v1/Workspaces/${workspaces[0]?.sid}/Tasks`, {
    method: 'POST',
    body: new URLSearchParams({ TaskChannel: 'voice', Attributes: attributes }),
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
  });
  expect(answer.status).toBe(201);
}
