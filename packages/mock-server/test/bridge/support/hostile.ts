import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';

/** A peer that does not behave. Each resolves when the server is rid of it or has had what it sends. */
export interface Hostile {
  readonly url: string;
  readonly token: string;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

/** A stream of numbers that is the same for the same seed. */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Random bytes in place of a request. */
export async function garbageRequest(hostile: Hostile): Promise<void> {
  const socket = await open(hostile.url);
  const gone = closed(socket);
  socket.end(bytes(hostile.random, 1 + Math.floor(hostile.random() * 2_000)));
  await gone;
}

/** A proper handshake, then random bytes in place of frames. */
export async function garbageFrames(hostile: Hostile): Promise<void> {
  const socket = await handshake(hostile);
  const gone = closed(socket);
  socket.end(bytes(hostile.random, 1 + Math.floor(hostile.random() * 2_000)));
  await gone;
}

/** One frame that is far too long; resolves with the code that the server closes with. */
export async function oversizedFrame({ url, token }: Hostile): Promise<number> {
  const socket = await opened(url, token);
  const code = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => socket.terminate());
  socket.send('x'.repeat(1_048_576));
  return code;
}

/** A handshake, then silence: nothing is read, nothing sent. Resolves with how to let go of it. */
export async function halfOpen(hostile: Hostile): Promise<() => void> {
  const socket = await handshake(hostile);
  socket.pause();
  return () => socket.destroy();
}

/** Half a request, never finished. Resolves with how to let go of it. */
export async function halfRequest({ url, token }: Hostile): Promise<() => void> {
  const socket = await open(url);
  socket.write(`GET /v1/wschannels?token=${token} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nUpgr`);
  return () => socket.destroy();
}

/** Connects, and leaves: politely, abruptly, or before the handshake is over. */
export async function comeAndGo({ url, token, random }: Hostile): Promise<void> {
  const manner = random();
  if (manner < 0.2) {
    const socket = await open(url);
    socket.write(request(url, token));
    socket.destroy();
    return;
  }
  const socket = await opened(url, token);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (manner < 0.6) socket.close();
  else socket.terminate();
  await gone;
}

export async function opened(url: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/wschannels?token=${token}`, {
    perMessageDeflate: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

function request(url: string, token: string): string {
  const key = Buffer.from(randomUUID().slice(0, 16)).toString('base64');
  return (
    `GET /v1/wschannels?token=${token} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: Upgrade\r\n` +
    `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
  );
}

async function handshake({ url, token }: Hostile): Promise<Socket> {
  const socket = await open(url);
  const answered = new Promise<string>((resolve) => socket.once('data', (data: Buffer) => resolve(data.toString())));
  socket.write(request(url, token));
  const [status = ''] = (await answered).split('\r\n');
  if (!status.includes(' 101 ')) throw new Error(`The handshake was answered with ${status}`);
  socket.resume();
  return socket;
}

function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.off('error', reject);
      // What the server makes of such a peer is up to it, a reset included.
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function closed(socket: Socket): Promise<void> {
  socket.resume();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

function bytes(random: () => number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}
