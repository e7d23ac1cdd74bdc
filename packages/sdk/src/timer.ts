import type { Clock } from './host.ts';

/** Longest delay a platform timer can hold; longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls back once; after the longest delay that a platform holds, if that is earlier. Returns the function that stops it. */
export function after(clock: Clock, delayMs: number, callback: () => void): () => void {
  const handle = clock.setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
  return () => clock.clearTimeout(handle);
}
