import { CLOSE, closeAction } from '@taskbay/protocol';
import type { Input } from './machine.ts';

const BASE_MS = 1000;
const CAP_MS = 30_000;

/**
 * How long to wait before the next attempt: anything from 0 to a ceiling that doubles with each failure up to 30 s
 * (full jitter), so that clients cut off together do not come back together. `failures` counts from 1.
 */
export function backoffDelay(failures: number, random: () => number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(random() * ceiling);
}

export interface Loss {
  /** Whether the socket had been open. */
  readonly opened: boolean;
  readonly code: number;
  readonly reason: string;
  /** Whether the token the next attempt would use is known to be dead. */
  readonly tokenDead: boolean;
}

/** What the end of a socket means: another attempt, or none until the application acts. */
export function afterLoss({ opened, code, reason, tokenDead }: Loss): Input {
  const message = reason !== '' ? reason : `The socket ${opened ? 'closed' : 'did not open'} (code ${code})`;
  if (tokenDead) return { kind: 'halt', reason: 'token_expired', message, closeCode: code };
  if (closeAction(code) === 'stop') {
    const stopped = code === CLOSE.workerDeleted.code ? 'worker_deleted' : 'session_replaced';
    return { kind: 'halt', reason: stopped, message, closeCode: code };
  }
  return { kind: 'lost', reason: opened ? 'socket_closed' : 'connect_failed', message, closeCode: code };
}
