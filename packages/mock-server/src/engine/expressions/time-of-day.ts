import type { Json } from '@taskbay/protocol';

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1_440;
/** The epoch began on a Thursday. */
const WEEKDAYS_FROM_EPOCH = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/**
 * The `taskrouter.*` values at an instant (epoch ms), all UTC: `currentTime` is the integer HHMM; `currentHour` and
 * `currentMin` are two-digit strings; `dayOfWeek` is `Mon` … `Sun`.
 */
export const TIME_OF_DAY: ReadonlyMap<string, (now: number) => Json> = new Map<string, (now: number) => Json>([
  ['currentTime', (now) => hour(now) * 100 + minute(now)],
  ['currentHour', (now) => TWO_DIGITS[hour(now)] ?? null],
  ['currentMin', (now) => TWO_DIGITS[minute(now)] ?? null],
  ['dayOfWeek', (now) => WEEKDAYS_FROM_EPOCH[modulo(Math.floor(minutes(now) / MINUTES_PER_DAY), 7)] ?? null],
]);

function minutes(now: number): number {
  return Math.floor(now / MINUTE_MS);
}

function hour(now: number): number {
  return Math.floor(modulo(minutes(now), MINUTES_PER_DAY) / 60);
}

function minute(now: number): number {
  return modulo(minutes(now), 60);
}

/** Never negative, also for instants before the epoch. */
function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
