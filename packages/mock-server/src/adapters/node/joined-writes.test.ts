import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { joinWrites } from './joined-writes.ts';

type Piece = readonly [string | Buffer, BufferEncoding?];

let server: Server;
let ours: Socket;
let theirs: Socket;

beforeEach(async () => {
  server = createServer();
  const connected = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  theirs = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [ours] = (await connected) as [Socket];
  joinWrites(ours);
});

afterEach(() => {
  theirs.destroy();
  server.close();
});

/** What arrives of pieces that are written at once. */
async function arrived(pieces: readonly Piece[]): Promise<Buffer> {
  ours.cork();
  for (const [chunk, encoding] of pieces) ours.write(chunk, encoding);
  ours.uncork();
  ours.end();
  return Buffer.concat(await theirs.toArray());
}

describe('pieces written at once', () => {
  it('leave as one text when they are Latin-1, an empty one of whatever encoding among them', async () => {
    const write = vi.spyOn(ours, '_write');
    expect(await arrived([['a\u00e9', 'latin1'], ['b', 'latin1'], ['']])).toEqual(Buffer.from([0x61, 0xe9, 0x62]));
    expect(write.mock.calls.map(([text, encoding]) => [text, encoding])).toEqual([['a\u00e9b', 'latin1']]);
  });

  it.each<[string, readonly Piece[], string]>([
    [
      'text of another encoding',
      [
        ['a', 'latin1'],
        ['\u00e9\u20ac', 'utf8'],
        ['b', 'latin1'],
      ],
      'a\u00e9\u20acb',
    ],
    ['bytes', [['a', 'latin1'], [Buffer.from('\u00e9')], ['b', 'latin1']], 'a\u00e9b'],
  ])('arrive as they are with %s among them', async (_, pieces, text) => {
    expect((await arrived(pieces)).toString()).toBe(text);
  });
});
