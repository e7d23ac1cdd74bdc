/** Whole epoch seconds, the unit of nearly every time on this wire. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
