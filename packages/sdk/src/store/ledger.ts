const REMEMBERED = 1000;

/**
 * Which events went out, so that each goes out once per (sid, type, version) and never after a newer one of the same
 * object. Objects whose wire has no version are let through in arrival order.
 */
export class Ledger {
  readonly #latest = new Map<string, { version: number; types: Set<string> }>();

  /** True if the event is to be emitted; it counts as emitted from then on. */
  admit(sid: string, type: string, version: number | undefined): boolean {
    if (version === undefined) return true;
    const known = this.#latest.get(sid);
    if (known !== undefined && version < known.version) return false;
    if (known !== undefined && version === known.version && known.types.has(type)) return false;
    const types = known?.version === version ? known.types : new Set<string>();
    types.add(type);
    this.#remember(sid, { version, types });
    return true;
  }

  /** Ended objects are remembered too, against late duplicates, but only so many. */
  #remember(sid: string, entry: { version: number; types: Set<string> }): void {
    this.#latest.delete(sid);
    this.#latest.set(sid, entry);
    if (this.#latest.size <= REMEMBERED) return;
    for (const oldest of this.#latest.keys()) {
      this.#latest.delete(oldest);
      return;
    }
  }
}
