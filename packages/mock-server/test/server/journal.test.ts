import { type JournalLine, type MockServer, startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';
import { control, linesOf, rest } from './http.ts';

const FIXED = { now: '2026-01-31T08:00:00Z', randomSeed: 7 } as const;

async function journal(server: MockServer, query = ''): Promise<JournalLine[]> {
  const response = await fetch(`${server.url}/control/journal${query}`);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const text = await response.text();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

const desk = (name: string) => ({
  name,
  activities: [{ name: 'Offline', available: false }],
  taskQueues: [{ name: 'All', targetWorkers: '1==1' }],
  workflows: [{ name: 'All', configuration: { task_routing: { default_filter: { queue: 'All' } } } }],
});

describe('GET /control/journal', () => {
  it('@smoke is the journal, line by line', async () => {
    await using server = await startMockServer(FIXED);
    const lines = await journal(server);
    expect(lines).toEqual(await server.journal());
    expect(Object.keys(lines[0] ?? {})).toEqual([
      'sequence',
      'workspace',
      'time',
      'command',
      'type',
      'sid',
      'resourceSid',
      'actor',
      'data',
    ]);
    const workspace = server.ready.workspaces[0]?.sid;
    expect(await journal(server, `?workspace=${workspace}&after=5`)).toEqual(lines.slice(5));
    expect(await journal(server, `?workspace=${workspace}&after=9999`)).toEqual([]);
  });

  it('merges workspaces by time, workspace and sequence', async () => {
    const seed = { version: 1, workspaces: [desk('One'), desk('Two')] };
    await using server = await startMockServer({ ...FIXED, seed });
    const [one, two] = server.ready.workspaces.map(({ sid }) => sid);
    for (const sid of [two, one, two]) {
      await server.time.advance({ seconds: 1 });
      await rest(server, `/Workspaces/${sid}/Tasks`, { Attributes: '{}' });
    }
    const lines = await journal(server);
    const sorted = [...lines].sort(
      (a, b) =>
        a.time.localeCompare(b.time) ||
        (a.workspace < b.workspace ? -1 : Number(a.workspace > b.workspace)) ||
        a.sequence - b.sequence,
    );
    expect(lines).toEqual(sorted);
    expect(new Set(lines.map(({ workspace }) => workspace))).toEqual(new Set([one, two]));
    expect(lines.filter(({ type }) => type === 'task.created').map(({ workspace }) => workspace)).toEqual([
      two,
      one,
      two,
    ]);
  });

  const wrong = [
    ['?after=1', 400, 'after needs workspace'],
    ['?workspace=WS1', 404, 'There is no workspace WS1'],
    ['?workspace=WS1&after=-1', 400, 'after must be a sequence'],
    ['?follow=yes', 400, 'follow must be true or false'],
    ['?since=1', 400, 'since is not a parameter'],
  ] as const;
  it.each(wrong)('refuses %s', async (query, status, message) => {
    await using server = await startMockServer({ seed: 'none' });
    expect(await control(server, `/journal${query}`)).toMatchObject({
      status,
      body: { message: expect.stringContaining(message) },
    });
  });

  it('answers 410 with the first line that is kept', async () => {
    await using server = await startMockServer({ ...FIXED, journalLines: 8 });
    const workspace = server.ready.workspaces[0]?.sid;
    for (let index = 0; index < 10; index += 1) {
      await rest(server, `/Workspaces/${workspace}/Tasks`, { Attributes: '{}' });
    }
    const kept = await journal(server, `?workspace=${workspace}`);
    const first = kept[0]?.sequence ?? 0;
    expect(first).toBeGreaterThan(1);
    expect(await control(server, `/journal?workspace=${workspace}&after=0`)).toMatchObject({
      status: 410,
      body: { code: 'gone', first, message: expect.stringContaining(String(first)) },
    });
    expect(await journal(server, `?workspace=${workspace}&after=${first - 1}`)).toEqual(kept);
  });

  it('follows: every line once, in order, until a reset ends it', async () => {
    await using server = await startMockServer(FIXED);
    const workspace = server.ready.workspaces[0]?.sid;
    const response = await fetch(`${server.url}/control/journal?workspace=${workspace}&after=2&follow=true`);
    const lines = linesOf(response.body);
    const seen: JournalLine[] = [];
    const readUntil = async (type: string): Promise<void> => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error(`The journal ended before ${type}`);
        const line: JournalLine = JSON.parse(value);
        seen.push(line);
        if (line.type === type) return;
      }
    };
    await readUntil('worker.created');
    for (let index = 0; index < 20; index += 1) {
      await rest(server, `/Workspaces/${workspace}/Tasks`, { Attributes: '{}' });
    }
    for (let index = 0; index < 20; index += 1) await readUntil('task.created');
    expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, index) => index + 3));
    await control(server, '/reset', {});
    const left = [];
    for await (const line of lines) left.push(JSON.parse(line).sequence);
    expect(left).not.toContain(1);
  });
});

describe('equal starts', () => {
  async function run(): Promise<string> {
    await using server = await startMockServer(FIXED);
    const workspace = server.ready.workspaces[0];
    const base = `/Workspaces/${workspace?.sid}`;
    const available = workspace?.activities['Available'] ?? '';
    for (const sid of Object.values(workspace?.workers ?? {})) {
      await rest(server, `${base}/Workers/${sid}`, { ActivitySid: available });
    }
    for (let index = 0; index < 10; index += 1) {
      await rest(server, `${base}/Tasks`, { Attributes: '{"channel":"voice","language":"en"}', TaskChannel: 'voice' });
      await server.time.advance({ seconds: 17 });
    }
    await server.time.advance({ seconds: 300 });
    return (await fetch(`${server.url}/control/journal`)).text();
  }

  it('give byte-identical journals for the same requests', async () => {
    const journals = [await run(), await run()];
    expect(journals[0]).toContain('reservation.timeout');
    expect(journals[1]).toBe(journals[0]);
  });
});
