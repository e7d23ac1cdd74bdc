export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The settings that are there: commands tell absent from undefined. */
export function present<T extends object>(settings: T): Present<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Present<T>;
}
