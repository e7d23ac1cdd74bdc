/** It may stand in any place. */
export function callbackOf(given: readonly unknown[]): unknown {
  return given.find((value) => typeof value === 'function');
}
