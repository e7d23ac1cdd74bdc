const REMEMBERED = 1000;

/**
 * Which events went out, so that each goes out once per (sid, type, version) and never after a newer one of the same
 * object. Objects whose wire has no version are let through in arrival order.
 */
export class Ledger {
  readonly #latest = new Map<string, { readonly version: number; readonly types: readonly string[] }>();

  /** True if the event is to be emitted; it counts as emitted from then on. */
  admit(sid: string, type: string, version: number | undefined): boolean {
    if (version === undefined) return true;
    const known = this.#latest.get(sid);
    const types = known?.version === version ? known.types : [];
    if ((known && version < known.version) || types.includes(type)) return false;
    // Set anew, so that the map's order is the order of the last events. Ended objects are remembered too, against late
    // duplicates, but only so many.
    this.#latest.delete(sid);
    this.#latest.set(sid, { version, types: [...types, type] });
    const [oldest] = this.#latest.keys();
    if (oldest !== undefined && this.#latest.size > REMEMBERED) this.#latest.delete(oldest);
    return true;
  }
}
