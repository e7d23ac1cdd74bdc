import type { Clock } from './host.ts';

/** Longest delay a platform timer can hold; longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls back once, however long that takes; returns the function that stops it. */
export function after(clock: Clock, delayMs: number, callback: () => void): () => void {
  const far = delayMs > LONGEST_TIMER_MS;
  let stop: () => void;
  const next = () => {
    if (far) stop = after(clock, delayMs - LONGEST_TIMER_MS, callback);
    else callback();
  };
  const handle = clock.setTimeout(next, far ? LONGEST_TIMER_MS : Math.max(0, delayMs));
  stop = () => clock.clearTimeout(handle);
  return () => stop();
}
