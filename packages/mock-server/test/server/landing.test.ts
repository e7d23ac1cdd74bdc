import { createHash } from 'node:crypto';
import { startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';

describe('the landing page', () => {
  it('shows the seed, how to connect, and nothing from elsewhere', async () => {
    await using server = await startMockServer();
    const response = await fetch(server.url);
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const tag of ['style', 'script']) {
      const source = page.match(new RegExp(`<${tag}>(.*?)</${tag}>`, 's'))?.[1] ?? '';
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(source).digest('base64')}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(page).not.toMatch(/(src|href)="https?:/);
    for (const workspace of server.ready.workspaces) {
      const { sid, activities, taskQueues, workflows, workers, taskChannels } = workspace;
      for (const found of [sid, ...[activities, taskQueues, workflows, workers, taskChannels].flatMap(Object.values)]) {
        expect(page).toContain(found);
      }
    }
    expect(page).toContain(`serverUrl: &#39;${server.url}&#39;`);
    expect(page).toContain('/examples/agent-page/?worker=alice');
  });

  it('escapes what names hold', async () => {
    const seed = {
      version: 1,
      workspaces: [{ name: '<img src=x onerror=alert(1)>', activities: [{ name: 'A&B "C"', available: true }] }],
    };
    await using server = await startMockServer({ seed });
    const page = await (await fetch(server.url)).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).toContain('A&amp;B &quot;C&quot;');
    expect(page).not.toContain('<img');
  });

  it('has its data at /ready.json', async () => {
    await using server = await startMockServer();
    expect(await (await fetch(`${server.url}/ready.json`)).json()).toEqual(server.ready);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  });
});
