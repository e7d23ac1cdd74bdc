/**
 * A map of what stays where it is for long, with the value found last at hand: commands of one lifecycle ask for the same
 * queue, workflow and channel again and again. Not for what is replaced by every command: to note something young in
 * something old costs more than to look it up.
 */
export class LastingMap<V> extends Map<string, V> {
  private lastKey: string | undefined;
  private lastValue: V | undefined;

  override get(key: string): V | undefined {
    if (key !== this.lastKey) {
      this.lastValue = super.get(key);
      this.lastKey = key;
    }
    return this.lastValue;
  }

  override set(key: string, value: V): this {
    this.lastKey = undefined;
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.lastKey = undefined;
    return super.delete(key);
  }

  override clear(): void {
    this.lastKey = undefined;
    super.clear();
  }
}
