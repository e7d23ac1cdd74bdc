import { connect, type Socket } from 'node:net';

/** One request, sent again and again: what goes over the wire, written once. */
export interface RawRequest {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Any other status is an error. */
  readonly status: number;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds of each request. */
  readonly latencies: readonly number[];
}

/**
 * Sends a request `count` times over `connections` kept-alive connections, one at a time on each. It knows of HTTP only
 * what it needs: a client that costs more than a server would measure the client.
 */
export async function rawLoad(request: RawRequest, count: number, connections: number): Promise<LoadResult> {
  const bytes = bytesOf(request);
  const latencies: number[] = [];
  let left = count;
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(request.port)));
  const begun = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const next = answersOf(socket, request.status);
      while (left > 0) {
        left -= 1;
        const sent = performance.now();
        socket.write(bytes);
        await next();
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  for (const socket of sockets) socket.destroy();
  return { perSecond: count / seconds, latencies };
}

function bytesOf({ port, method, path, headers, body }: RawRequest): Buffer {
  const all = { host: `127.0.0.1:${port}`, ...headers };
  const sized = method === 'POST' ? { ...all, 'content-length': String(Buffer.byteLength(body)) } : all;
  const lines = Object.entries(sized).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
  });
  return socket;
}

/** Resolves once per complete answer of the expected status. */
function answersOf(socket: Socket, status: number): () => Promise<void> {
  let head = '';
  let missing = -1;
  let waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server hung up')));
  socket.on('data', (chunk: Buffer) => {
    if (missing >= 0) missing -= chunk.length;
    else {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
      if (!head.startsWith(`HTTP/1.1 ${status} `) || length === undefined) {
        waiting?.reject(new Error(`Expected status ${status} and a Content-Length, got ${head.slice(0, 1_000)}`));
        return;
      }
      missing = Number(length) - (head.length - end - 4);
    }
    if (missing > 0) return;
    head = '';
    missing = -1;
    waiting?.resolve();
  });
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
}
