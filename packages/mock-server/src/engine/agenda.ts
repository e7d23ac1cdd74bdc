/**
 * SIDs to be looked at, each once, in the order in which they came. Nearly every command has one at most, and making a
 * Set for it costs more than all else that is done with it.
 */
export class Agenda {
  private first: string | undefined;
  private others: Set<string> | undefined;
  /** Goes on where it was: looking for the first of a set that is used up from its start takes longer and longer. */
  private walk: Iterator<string> | undefined;

  get isEmpty(): boolean {
    return this.first === undefined && (this.others === undefined || this.others.size === 0);
  }

  get hasSeveral(): boolean {
    return this.others !== undefined && this.others.size > (this.first === undefined ? 1 : 0);
  }

  add(sid: string): void {
    if (this.first === sid) return;
    if (this.isEmpty) {
      this.first = sid;
    } else {
      this.others ??= new Set();
      this.others.add(sid);
    }
  }

  /** Whether it was there. */
  delete(sid: string): boolean {
    if (this.first !== sid) return this.others?.delete(sid) ?? false;
    this.first = undefined;
    return true;
  }

  /** Takes out the one that came first. */
  take(): string | undefined {
    const { first, others } = this;
    this.first = undefined;
    if (first !== undefined || others === undefined) return first;
    this.walk ??= others.values();
    const next = this.walk.next();
    if (next.done === true) {
      this.others = undefined;
      this.walk = undefined;
      return undefined;
    }
    others.delete(next.value);
    return next.value;
  }
}
