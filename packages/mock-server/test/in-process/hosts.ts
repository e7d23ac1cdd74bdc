import { type MockServer, type MockServerOptions, startMockServer } from '@taskbay/mock-server';
import { WebSocket } from 'ws';

/** The parts of a WebSocket that the tests use; that of `ws` and that of the server in process have them. */
interface ClientSocket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  close(code?: number, reason?: string): void;
  send(text: string): void;
}

/** One server, and how its clients reach it. */
export interface TestHost extends AsyncDisposable {
  readonly server: MockServer;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly WebSocket: new (url: string) => ClientSocket;
}

const FIXED = { now: '2026-01-31T08:00:00Z', randomSeed: 7 } as const;

export async function onPort(options: MockServerOptions = {}): Promise<TestHost> {
  const server = await startMockServer({ ...FIXED, ...options });
  return { server, fetch, WebSocket, [Symbol.asyncDispose]: () => server.close() };
}

export async function inProcess(options: MockServerOptions = {}): Promise<TestHost> {
  const server = await startMockServer({ ...FIXED, ...options, listen: false });
  const { fetch, WebSocket } = server;
  return { server, fetch, WebSocket, [Symbol.asyncDispose]: () => server.close() };
}

/** A socket with everything that came of it, in order; blank frames are left out. */
export class Peer {
  readonly socket: ClientSocket;
  readonly log: string[] = [];
  readonly closed: Promise<void>;
  blanks = 0;

  constructor({ server, WebSocket }: TestHost, path: string) {
    this.socket = new WebSocket(`${server.ready.wsUrl}${path}`);
    this.socket.onopen = () => this.log.push('open');
    this.socket.onerror = ({ message }: { message: string }) => this.log.push(`error ${message}`);
    this.socket.onmessage = ({ data }: { data: string }) => {
      if (data.trim() === '') this.blanks += 1;
      else this.log.push(data);
    };
    this.closed = new Promise((resolve) => {
      this.socket.onclose = ({ code, reason }: { code: number; reason: string }) => {
        this.log.push(`close ${code} ${reason}`);
        resolve();
      };
    });
  }

  /** Resolves when so many entries are there. */
  async has(count: number): Promise<void> {
    while (this.log.length < count) await new Promise((resolve) => setImmediate(resolve));
  }
}
