/** A moment as a Date or as milliseconds since the epoch. */
export type Instant = Date | number;

/** Epoch milliseconds of `now`, or of the host's clock when it is not given. */
export function toMilliseconds(now: Instant | undefined): number {
  return now === undefined ? Date.now() : Number(now);
}
