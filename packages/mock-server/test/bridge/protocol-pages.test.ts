import { readFileSync, writeFileSync } from 'node:fs';
import { FRAME_EVENT_TYPES } from '@taskbay/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { isBridgeOperation } from '../../src/edges/bridge/roles.ts';
import { OPERATIONS, routeOperation } from '../../src/edges/operations/route.ts';
import { type Golden, type GoldenCommand, goldenExchanges } from './support/golden-exchanges.ts';
import { filled, readable } from './support/golden-text.ts';

const page = (name: string) => new URL(`../../../../docs/protocol/${name}.md`, import.meta.url);

const fenced = (value: unknown): string[] => ['```json', filled(value), '```', ''];

function framesPage({ frames }: Golden): string {
  const lines = [
    '# Every frame of the worker wire',
    '',
    'One of each, as the mock server writes them; [PROTOCOL.md](../PROTOCOL.md#frames) says what they mean. Where one frame is',
    'shown both wires carry the same. `packages/mock-server/test/bridge/protocol-pages.test.ts` holds this page against real',
    'exchanges, and writes it anew with `TASKBAY_WRITE=1`.',
    '',
  ];
  for (const [name, { v2, v1 }] of frames) {
    lines.push(`## ${name}`, '');
    const same = JSON.stringify(v1) === JSON.stringify(v2);
    if (same) lines.push(...fenced(v2));
    else if (v1 === undefined) lines.push('v2 only:', '', ...fenced(v2));
    else lines.push('v2:', '', ...fenced(v2), 'v1:', '', ...fenced(v1));
  }
  return readable(lines.join('\n'));
}

function commandsPage({ commands }: Golden): string {
  const lines = [
    '# Every command of the worker wire',
    '',
    'Envelope and reply of each v2 command, then the kinds of v1 ones, as the mock server answers them; the routes and who may',
    'send them are in [PROTOCOL.md](../PROTOCOL.md#envelopes). `packages/mock-server/test/bridge/protocol-pages.test.ts` holds',
    'this page against real exchanges, and writes it anew with `TASKBAY_WRITE=1`.',
    '',
  ];
  for (const { title, wire, request, status, reply } of commands) {
    lines.push(`## ${wire}: ${title}`, '', ...fenced(request), `${status}:`, '', ...fenced(reply));
  }
  return readable(lines.join('\n'));
}

describe('docs/protocol', () => {
  let golden: Golden;

  beforeAll(async () => {
    golden = await goldenExchanges();
  });

  it.each([
    ['frames', framesPage],
    ['commands', commandsPage],
  ] as const)('shows %s as the bridge writes them', (name, render) => {
    const text = render(golden);
    if (process.env.TASKBAY_WRITE === '1') writeFileSync(page(name), text);
    expect(readFileSync(page(name), 'utf8')).toBe(text);
  });

  it('shows every event that sockets carry, on both wires', () => {
    const shown = golden.frames;
    const missing = FRAME_EVENT_TYPES.filter((type) => shown.get(type)?.v1 === undefined);
    expect(missing).toEqual([]);
    const own = ['init', 'tokenExpired'].filter((type) => shown.get(type)?.v2 === undefined);
    expect(own).toEqual([]);
  });

  it('shows every command of the operations table that the v2 wire has, and the two of transfers', () => {
    const asked = new Set(golden.commands.filter(({ wire }) => wire === 'v2').map(operationOf));
    const offered = OPERATIONS.filter(({ id }) => isBridgeOperation(id)).map(({ id }) => id);
    expect([...offered, 'Transfers', 'Transfers/{TT}'].filter((id) => !asked.has(id))).toEqual([]);
  });
});

describe('the table of payloads in docs/PROTOCOL.md', () => {
  const document = readFileSync(new URL('../../../../docs/PROTOCOL.md', import.meta.url), 'utf8');
  const [, section = ''] = document.split('\n## Payloads\n');
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  const common = ['account_sid', 'workspace_sid', 'sid', 'date_created', 'date_updated'];

  /** Names of the fields that are always there, by payload; a row without a name goes on with the payload above. */
  function tabled(): Readonly<Record<string, readonly string[]>> {
    const found: Record<string, string[]> = {};
    let owner = '';
    for (const [, name = '', cell = '', , notes = ''] of rows.map((row) => row.split('|').map((part) => part.trim()))) {
      if (name !== '') owner = name;
      if (notes.startsWith('*optional*')) continue;
      const fields = [...cell.matchAll(/`([a-z_]+)`/g)].map(([, field]) => field ?? '');
      found[owner] = [...(found[owner] ?? []), ...fields];
    }
    return found;
  }

  it.each([
    ['Worker', 'the worker'],
    ['Activity', 'one activity'],
    ['WorkerChannel', 'one channel'],
    ['TaskQueue', 'one queue'],
    ['Task', 'the task'],
    ['Reservation', 'acceptance'],
    ['Transfer', 'a transfer'],
  ])('names every field of %s and no other', async (name, title) => {
    const { commands } = await goldenExchanges();
    const reply = commands.find((one) => one.title === title)?.reply as { readonly payload: object };
    const real = Object.keys(reply.payload).sort();
    const fields = tabled()[name] ?? [];
    expect([...(name === 'Transfer' ? [] : common), ...fields].sort()).toEqual(real);
  });
});

function operationOf({ request }: GoldenCommand): string {
  const { url, method } = request as { readonly url: string; readonly method: string };
  const transfer = /\/Transfers(\/?)/.exec(url);
  if (transfer !== null) return transfer[1] === '' ? 'Transfers' : 'Transfers/{TT}';
  const routed = routeOperation(method, `/${url.replace('/WorkerChannels', '/Channels')}`);
  return routed.kind === 'found' ? routed.operation.id : routed.kind;
}
