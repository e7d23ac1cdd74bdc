/** A table whose records change seldom and are read all the time, mostly the one that was read before. */
export class SteadyTable<T> extends Map<string, T> {
  private lastSid: string | undefined;
  private last: T | undefined;

  override get(sid: string): T | undefined {
    if (sid !== this.lastSid) {
      this.last = super.get(sid);
      this.lastSid = sid;
    }
    return this.last;
  }

  override set(sid: string, record: T): this {
    this.lastSid = undefined;
    return super.set(sid, record);
  }

  override delete(sid: string): boolean {
    this.lastSid = undefined;
    return super.delete(sid);
  }

  override clear(): void {
    this.lastSid = undefined;
    super.clear();
  }
}
