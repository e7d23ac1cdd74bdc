/** Items that may come before or after somebody waits for them; each is handed out once. */
export class Mailbox<T> {
  private readonly items: T[] = [];
  private readonly waiting: { readonly wanted: (item: T) => boolean; readonly take: (item: T) => void }[] = [];

  put(item: T): void {
    const index = this.waiting.findIndex(({ wanted }) => wanted(item));
    if (index < 0) this.items.push(item);
    else this.waiting.splice(index, 1)[0]?.take(item);
  }

  take(wanted: (item: T) => boolean = () => true): Promise<T> {
    const index = this.items.findIndex(wanted);
    if (index >= 0) return Promise.resolve(this.items.splice(index, 1)[0] as T);
    return new Promise((take) => this.waiting.push({ wanted, take }));
  }
}
