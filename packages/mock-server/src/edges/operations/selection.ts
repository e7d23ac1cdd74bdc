/** The records that a filter wants, one after the other. */
export function* filtered<T>(records: Iterable<T>, wanted: (record: T) => boolean): Iterable<T> {
  for (const record of records) if (wanted(record)) yield record;
}

/** The records with those SIDs. */
export function* pick<T>(records: ReadonlyMap<string, T>, sids: Iterable<string | undefined>): Iterable<T> {
  for (const sid of sids) {
    const record = sid === undefined ? undefined : records.get(sid);
    if (record !== undefined) yield record;
  }
}
