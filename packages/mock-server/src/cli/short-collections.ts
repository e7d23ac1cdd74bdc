import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of V8's space for young objects, both halves of it, from which on it does not grow any more. */
const ENOUGH = 8 * 2 ** 20;

/** Bytes made and kept for a moment to have it grow; where V8 was told to keep it smaller, that does not help. */
const AT_MOST = 2 * ENOUGH;

/**
 * Has V8 collect young objects often and shortly, on one thread, where it would do so rarely, for ten milliseconds at a
 * time, and wait for helpers that get no processor (decision 0019). Only for a process that is the server's own.
 */
export function collectInShortSteps(): void {
  setFlagsFromString('--no-parallel-scavenge');
  // At once: planting a large seed takes no turn of the event loop in which somebody could look.
  growYoungSpace();
  let mayGrow = true;
  const look = (): void => {
    if (mayGrow !== youngSpace() < ENOUGH) mayGrow = allowGrowth(!mayGrow);
  };
  look();
  // V8 makes the space small again when little happens for a while.
  new PerformanceObserver(look).observe({ entryTypes: ['gc'] });
}

function allowGrowth(allowed: boolean): boolean {
  setFlagsFromString(`--semi-space-growth-factor=${allowed ? 2 : 1}`);
  return allowed;
}

function growYoungSpace(): void {
  const kept: unknown[][] = [];
  const [each, pointer] = [10_000, 8];
  while (youngSpace() < ENOUGH && kept.length * each * pointer < AT_MOST) kept.push(new Array(each).fill(0));
}

function youngSpace(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
