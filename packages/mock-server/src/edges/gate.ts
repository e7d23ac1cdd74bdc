/** Holds requests back while the state is being replaced, so that nobody sees it half planted. */
export class Gate {
  private changes = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves when no change is under way. */
  async pass(): Promise<void> {
    while (this.changes > 0) await this.last;
  }

  /** Runs `change` with the gate closed, after the changes that came before. */
  async change(change: () => Promise<void>): Promise<void> {
    this.changes += 1;
    const running = this.last.then(change).finally(() => {
      this.changes -= 1;
    });
    this.last = running.catch(() => undefined);
    await running;
  }
}
