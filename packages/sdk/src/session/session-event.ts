import type { StateChange } from '../connection/connection.ts';

/** Payload of `disconnected`. */
export interface Disconnection {
  readonly reason: StateChange['reason'];
  /** In words, e.g. the reason the server closed with. */
  readonly message: string;
  readonly closeCode?: number | undefined;
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
