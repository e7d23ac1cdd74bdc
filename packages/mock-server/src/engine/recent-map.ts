/**
 * A map by SID that has the entry read or written last at hand: a command asks for the same few records again and again,
 * and so does the next one.
 */
export class RecentMap<T> extends Map<string, T> {
  /** '' = none. Always a string, so that it is compared as one. */
  private lastSid = '';
  private last: T | undefined;

  override get(sid: string): T | undefined {
    if (sid !== this.lastSid) {
      this.last = super.get(sid);
      this.lastSid = sid;
    }
    return this.last;
  }

  override set(sid: string, value: T): this {
    this.lastSid = sid;
    this.last = value;
    return super.set(sid, value);
  }

  override delete(sid: string): boolean {
    this.forgetLast();
    return super.delete(sid);
  }

  override clear(): void {
    this.forgetLast();
    super.clear();
  }

  private forgetLast(): void {
    this.lastSid = '';
    this.last = undefined;
  }
}
