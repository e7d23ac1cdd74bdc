import type { StateChange } from '../connection/connection.ts';
import type { TaskbayError } from '../errors.ts';
import type { Fact } from '../store/facts.ts';
import type { Disconnection, Resync } from './session-event.ts';

/** What a session tells the worker that stands on it. */
export interface SessionOwner {
  emit(name: 'connected' | 'token.expired'): void;
  emit(name: 'state', change: StateChange): void;
  emit(name: 'disconnected', disconnection: Disconnection): void;
  emit(name: 'resynced', resync: Resync): void;
  ready(): void;
  told(fact: Fact): void;
  failed(error: TaskbayError): void;
  /** Throws `usage` for a token that cannot take the place of the present one. */
  check(token: string): void;
}
