/** A body that is written as fast as it is read: `pieces` is asked for more only when there is room. */
export function textStream(pieces: AsyncGenerator<string>, cancelled: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        cancelled();
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

/** Lets a stream wait until somebody calls. Calls that come while nobody waits are remembered, as one. */
export class Bell {
  /** Nobody will ring any more, and waiting is over. */
  stopped = false;
  private rung = false;
  private wake: (() => void) | undefined;

  readonly ring = (): void => {
    this.rung = true;
    this.wake?.();
  };

  readonly stop = (): void => {
    this.stopped = true;
    this.ring();
  };

  async next(): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.rung = this.stopped;
  }
}
