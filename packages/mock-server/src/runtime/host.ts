/** Opaque handle of a host timer. */
export type HostTimer = unknown;

export interface Timers {
  readonly setTimeout: (run: () => void, milliseconds: number) => HostTimer;
  readonly clearTimeout: (timer: HostTimer) => void;
}

/** What the server takes from the machine it runs on; the only notion of wall time in the runtime. */
export interface Host extends Timers {
  /** Epoch milliseconds of wall time. */
  readonly now: () => number;
  /** Runs after the work already queued, promise reactions included. */
  readonly defer: (run: () => void) => void;
  /** Runs when the work of this moment is done, promise reactions included, before anything new comes in. */
  readonly soon: (run: () => void) => void;
}

/**
 * Taken before anybody can put controlled ones in their place: a page's test that holds the timers of its realm means the
 * page's, and a server in that realm has a clock of its own.
 */
const nextTick = globalThis.process?.nextTick;
const { setTimeout, clearTimeout, setImmediate } = globalThis;

/** The platform's own clock and timers. Timers never keep the process alive by themselves: sockets and servers do. */
export const platformHost: Host = {
  now: () => Date.now(),
  setTimeout: (run, milliseconds) => {
    const timer = setTimeout(run, Math.min(milliseconds, MAX_DELAY));
    if (typeof timer === 'object' && 'unref' in timer) timer.unref();
    return timer;
  },
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  defer: (run) => {
    if (typeof setImmediate === 'function') setImmediate(run);
    else setTimeout(run, 0);
  },
  soon: nextTick ?? ((run) => queueMicrotask(run)),
};

/** Longer delays overflow the platform's timers and would fire at once. */
const MAX_DELAY = 2_147_483_647;
