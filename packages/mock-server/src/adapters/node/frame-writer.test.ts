import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createFrameWriter, textFrame } from './frame-writer.ts';

interface End {
  readonly opened: WebSocket;
  readonly raw: Duplex;
}

const server = createServer();
const upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false });
let opening: (end: End) => void = () => undefined;
const clients: WebSocket[] = [];

server.on('upgrade', (request, raw, head) => {
  upgrades.handleUpgrade(request, raw, head, (opened) => opening({ opened, raw }));
});

beforeEach(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));

afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

async function connect(): Promise<End & { readonly next: () => Promise<string> }> {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  clients.push(client);
  const heard: string[] = [];
  let wake: () => void = () => undefined;
  client.on('message', (data: Buffer, binary) => {
    heard.push(binary ? 'binary' : data.toString('utf8'));
    wake();
  });
  const ready = new Promise((resolve) => client.once('open', resolve));
  const end = await new Promise<End>((resolve) => {
    opening = resolve;
  });
  await ready;
  const next = async (): Promise<string> => {
    while (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return heard.shift() ?? '';
  };
  return { ...end, next };
}

it.each([
  ['nothing', ''],
  ['a blank', ' '],
  ['125 bytes', 'x'.repeat(125)],
  ['126 bytes', 'x'.repeat(126)],
  ['65,535 bytes', 'x'.repeat(65_535)],
  ['65,536 bytes', 'x'.repeat(65_536)],
  ['characters of several bytes', '¿Qué? 🙂'.repeat(20)],
])('carries a text of %s', async (_, text) => {
  const { opened, raw, next } = await connect();
  createFrameWriter()(opened, raw, text);
  expect(await next()).toBe(text);
});

it('sends what one turn brings with one write, in order, and among the frames of ws', async () => {
  const [one, two] = [await connect(), await connect()];
  const write = createFrameWriter();
  for (const text of ['a', 'b', 'c']) for (const { opened, raw } of [one, two]) write(opened, raw, text);
  expect(one.raw.writableLength).toBe(3 * textFrame('a').length);
  one.opened.send('d');
  for (const { next } of [one, two]) expect([await next(), await next(), await next()]).toEqual(['a', 'b', 'c']);
  expect(await one.next()).toBe('d');
  expect(one.raw.writableCorked).toBe(0);
});

it('writes nothing behind a close', async () => {
  const { opened, raw } = await connect();
  opened.close(4000, 'enough');
  const before = raw.writableLength;
  createFrameWriter()(opened, raw, 'late');
  expect(raw.writableLength).toBe(before);
});
