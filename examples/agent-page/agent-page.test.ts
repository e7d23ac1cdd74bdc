import { type MockServer, startMockServer } from '@taskbay/mock-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, withoutBrowser } from '../../tools/chromium.ts';

describe.skipIf(withoutBrowser())('agent page in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it('takes a call from the offer to its end by clicks alone', async () => {
    await using server = await startMockServer();
    const { page, problems } = await openPage(browser, server, 'alice');
    await page.getByTestId('activity-Available').click();
    const task = await createCall(server, { title: 'Rosa wants to change her booking', language: 'es' });
    const offer = page.getByTestId('offer');
    await offer.waitFor();
    expect(await offer.textContent()).toContain('Rosa wants to change her booking');
    expect(await statusOf(server, task)).toBe('reserved');
    await page.getByTestId('accept').click();
    await page.getByTestId('wrap-up').click();
    await page.getByTestId('complete').click();
    await page.getByTestId('work-item').waitFor({ state: 'detached' });
    expect(await statusOf(server, task)).toBe('completed');
    expect(problems).toEqual([]);
  });

  it('rejects an offer, which comes back while nobody else can take it', async () => {
    await using server = await startMockServer();
    const { page, problems } = await openPage(browser, server, 'alice');
    await page.getByTestId('activity-Available').click();
    await createCall(server, { title: 'Refund', language: 'es' });
    const first = await page.getByTestId('offer').getAttribute('data-sid');
    await page.getByTestId('reject').click();
    const second = page.locator(`[data-testid=offer]:not([data-sid="${first}"])`);
    await second.waitFor();
    expect(await second.textContent()).toContain('Refund');
    expect(problems).toEqual([]);
  });

  it('has one session when the choice changes before the tokens come', async () => {
    await using server = await startMockServer();
    const { page, problems } = await openPage(browser, server, 'alice');
    const held: (() => Promise<void>)[] = [];
    await page.route('**/control/tokens', (route) => {
      held.push(() => route.continue());
    });
    await page.locator('select').selectOption('bob');
    await page.locator('select').selectOption('alice');
    await expect.poll(() => held.length).toBe(2);
    for (const answer of held) await answer();
    await page.locator('[data-testid=status][data-state=ready]').waitFor();
    expect(await page.getByTestId('status').textContent()).toContain('alice');
    const connections = (await (await fetch(`${server.url}/control/connections`)).json()) as unknown[];
    expect(connections).toHaveLength(1);
    expect(problems).toEqual([]);
  });
});

/** The page with its worker connected; `problems` collects what the browser complains of. */
async function openPage(browser: Browser, server: MockServer, worker: string) {
  const page: Page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(`${server.url}/examples/agent-page?worker=${worker}`);
  await page.locator('[data-testid=status][data-state=ready]').waitFor();
  return { page, problems };
}

async function createCall(server: MockServer, attributes: Readonly<Record<string, string>>): Promise<string> {
  const form = { TaskChannel: 'voice', Attributes: JSON.stringify({ channel: 'voice', ...attributes }) };
  return (await rest(server, '', { method: 'POST', body: new URLSearchParams(form) })).sid;
}

async function statusOf(server: MockServer, taskSid: string): Promise<string> {
  return (await rest(server, `/${taskSid}`, {})).assignment_status;
}

async function rest(server: MockServer, path: string, init: RequestInit) {
  const { accountSid, authToken, workspaces } = server.ready;
  const answer = await fetch(`${server.url}/v1/Workspaces/${workspaces[0]?.sid}/Tasks${path}`, {
    ...init,
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { readonly sid: string; readonly assignment_status: string };
}
