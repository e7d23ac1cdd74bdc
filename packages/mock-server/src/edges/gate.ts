/** Holds requests back while the state is being replaced, so that nobody sees it half planted. */
export class Gate {
  private closed: Promise<unknown> | undefined;

  /** Resolves when the gate is open. */
  async pass(): Promise<void> {
    while (this.closed !== undefined) await this.closed;
  }

  /** Runs `change` with the gate closed, after changes that came before. */
  async change<T>(change: () => Promise<T>): Promise<T> {
    await this.pass();
    const running = change();
    const over = running.then(
      () => undefined,
      () => undefined,
    );
    this.closed = over;
    try {
      return await running;
    } finally {
      this.closed = undefined;
    }
  }
}
