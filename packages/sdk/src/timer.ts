import type { Clock } from './host.ts';

/** Longest delay a platform timer can hold; longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One timer at a time, however long: setting it anew takes the place of what was set before. */
export interface Timer {
  set(delayMs: number, callback: () => void): void;
  stop(): void;
  running(): boolean;
}

export function createTimer(clock: Clock): Timer {
  let handle: unknown;
  const stop = () => {
    clock.clearTimeout(handle);
    handle = undefined;
  };
  const set = (delayMs: number, callback: () => void) => {
    stop();
    handle = clock.setTimeout(
      () => {
        handle = undefined;
        if (delayMs > LONGEST_TIMER_MS) set(delayMs - LONGEST_TIMER_MS, callback);
        else callback();
      },
      Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS),
    );
  };
  return { set, stop, running: () => handle !== undefined };
}
