import type { WorkerOptions } from '../options.ts';

/** The part of a BroadcastChannel that is used. */
export interface TabChannel {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** The BroadcastChannel class to talk to other tabs with. */
export type TabChannelConstructor = new (name: string) => TabChannel;

/** The part of Web Locks (`navigator.locks`) that is used. */
export interface TabLocks {
  request(
    name: string,
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    held: () => Promise<void>,
  ): Promise<unknown>;
}

/**
 * Options of a worker that is shared by tabs. `connectActivity` and `disconnectActivity` are not among them: they belong
 * to the beginning and the end of one session, which a tab opened or closed beside others is not.
 */
export interface TabWorkerOptions extends Omit<WorkerOptions, 'connectActivity' | 'disconnectActivity'> {
  /** Used instead of `navigator.locks`. */
  readonly locks?: TabLocks | undefined;
  /** Used instead of the platform's. */
  readonly BroadcastChannel?: TabChannelConstructor | undefined;
}
