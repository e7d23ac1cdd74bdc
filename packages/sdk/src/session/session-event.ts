import type { StateChange } from '../connection/connection.ts';
import type { TaskbayError } from '../errors.ts';
import type { Fact } from '../store/changes.ts';

/** Payload of `disconnected`. */
export interface Disconnection {
  readonly reason: StateChange['reason'];
  /** In words, e.g. the reason the server closed with. */
  readonly message: string;
  readonly closeCode?: number;
  readonly willReconnect: boolean;
}

/** Payload of `resynced`: what was found changed after a reconnect, by SID. */
export interface Resync {
  /** Live reservations that were not known before. */
  readonly added: readonly string[];
  /** Reservations that ended in the meantime. */
  readonly ended: readonly string[];
  /** Reservations that were live and that the server no longer knows: status `unknown`, and no event of their own. */
  readonly gone: readonly string[];
}

/** What a session tells the worker that stands on it. */
export type SessionEvent =
  | { readonly type: 'state'; readonly change: StateChange }
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly disconnection: Disconnection }
  | { readonly type: 'ready' }
  | { readonly type: 'resynced'; readonly resync: Resync }
  | { readonly type: 'token.expired' }
  | { readonly type: 'error'; readonly error: TaskbayError }
  | { readonly type: 'fact'; readonly fact: Fact };

export type Publish = (event: SessionEvent) => void;
