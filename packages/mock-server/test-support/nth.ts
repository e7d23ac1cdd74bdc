/** The record at a position in order of creation, counted round and round; undefined when there is none. */
export function nth<T>(rows: ReadonlyMap<string, T>, number: number): T | undefined {
  return rows.size === 0 ? undefined : [...rows.values()][number % rows.size];
}
