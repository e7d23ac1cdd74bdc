const BASE_MS = 1000;
const CAP_MS = 30_000;

/**
 * How long to wait before the next attempt: anything from 0 to a ceiling that doubles with each failure up to 30 s
 * (full jitter), so that clients cut off together do not come back together. `failures` counts from 1.
 */
export function backoffDelay(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(CAP_MS, BASE_MS * 2 ** (failures - 1)));
}
