import type { InProcessServer, MockServer } from '@taskbay/mock-server';
import { WebSocket } from 'ws';
import { isInProcess } from './workspace.ts';

export interface RecordedFrame {
  readonly type: string;
  /** SID of the resource the frame is about, as the journal names it; '' when the frame names none. */
  readonly sid: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const frames = new Map<string, RecordedFrame[]>();

/** The `ws` client, which also writes down every event frame under the token it connected with. */
export class RecordingWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    const token = new URL(String(url)).searchParams.get('token') ?? '';
    this.on('message', (data: Buffer) => note(token, data.toString('utf8')));
  }
}

const platform = (['WebSocket', 'fetch'] as const).map(
  (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
);
let borrowers = 0;

/**
 * Puts the recording socket in the platform's place, for clients that take theirs from there; of a server in process its
 * `fetch` as well. Returns what puts the platform's own back once nobody needs the place any more; calling it twice does
 * no harm.
 */
export function borrowPlatform(server?: MockServer): () => void {
  borrowers += 1;
  const lend = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  if (server !== undefined && isInProcess(server)) {
    lend('WebSocket', recordingSocketOf(server));
    lend('fetch', server.fetch);
  } else lend('WebSocket', RecordingWebSocket);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    borrowers -= 1;
    if (borrowers > 0) return;
    for (const [name, own] of platform) {
      Reflect.deleteProperty(globalThis, name);
      if (own !== undefined) Object.defineProperty(globalThis, name, own);
    }
  };
}

/** The same for the sockets of a server in process. */
export function recordingSocketOf({ WebSocket }: InProcessServer): InProcessServer['WebSocket'] {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      const token = new URL(String(url)).searchParams.get('token') ?? '';
      this.addEventListener('message', (event) => note(token, (event as MessageEvent<string>).data));
    }
  };
}

function note(token: string, text: string): void {
  if (text.trim() !== '') frames.get(token)?.push(recordFrame(text));
}

/** Frames received on sockets opened with this token from now on, oldest first. Equal inputs mint equal tokens. */
export function recordFrames(token: string): readonly RecordedFrame[] {
  const recorded: RecordedFrame[] = [];
  frames.set(token, recorded);
  return recorded;
}

/** A frame as it came, with the SID of what it is about. */
export function recordFrame(text: string): RecordedFrame {
  const { event_type: type, payload } = JSON.parse(text) as {
    event_type: string;
    payload: Record<string, unknown> | null;
  };
  return { type, sid: resourceSid(type, payload ?? {}), payload: payload ?? {} };
}

/** v1 puts the reservation beside the task's own SID; channel frames are about the worker. */
function resourceSid(type: string, payload: Readonly<Record<string, unknown>>): string {
  const field = type.startsWith('worker.') && 'worker_sid' in payload ? 'worker_sid' : 'sid';
  const sid = type.startsWith('reservation.') ? (payload.reservation_sid ?? payload.sid) : payload[field];
  return typeof sid === 'string' ? sid : '';
}
