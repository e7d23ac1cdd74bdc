import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of V8's space for young objects, both halves of it, from which on it does not grow any more. */
const ENOUGH = 8 * 2 ** 20;

/**
 * Has V8 collect young objects often and shortly, on one thread, where it would do so rarely, for ten milliseconds at a
 * time, and wait for helpers that get no processor (decision 0019). Only for a process that is the server's own.
 */
export function collectInShortSteps(): void {
  setFlagsFromString('--no-parallel-scavenge');
  const grown = new PerformanceObserver(() => {
    if (youngSpace() < ENOUGH) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    grown.disconnect();
  });
  grown.observe({ entryTypes: ['gc'] });
}

function youngSpace(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
