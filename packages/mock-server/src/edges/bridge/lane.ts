/** One command's claim on the frames it causes: they go out once it is open. */
export interface Ticket {
  open: boolean;
  /** Whose frames wait for it, once the command is known to be that worker's. */
  workerSid?: string;
}

interface Held {
  readonly ticket: Ticket | undefined;
  readonly deliver: () => void;
}

/**
 * The frames of one worker, in the order in which things happened. A frame waits for its own command's ticket and for
 * the frames before it, and for nothing else: commands that overlap neither reorder nor starve each other.
 */
export class Lane {
  private readonly held: Held[] = [];
  private waiting: { readonly before: number; readonly done: () => void }[] = [];
  /** Frames delivered so far. */
  private delivered = 0;

  get empty(): boolean {
    return this.held.length === 0;
  }

  add(ticket: Ticket | undefined, deliver: () => void): void {
    this.held.push({ ticket, deliver });
    this.drain();
  }

  /** Delivers what no longer has to wait. */
  drain(): void {
    while (this.held[0] !== undefined && this.held[0].ticket?.open !== false) {
      this.held.shift()?.deliver();
      this.delivered += 1;
    }
    const reached = this.waiting.filter(({ before }) => before <= this.delivered);
    if (reached.length === 0) return;
    this.waiting = this.waiting.filter(({ before }) => before > this.delivered);
    for (const { done } of reached) done();
  }

  /** Runs something when the frames held now have gone out; later ones are not waited for. */
  onDrained(done: () => void): void {
    if (this.empty) done();
    else this.waiting.push({ before: this.delivered + this.held.length, done });
  }

  /** Delivers everything at once, for a server that forgets its commands; nobody is left waiting. */
  release(): void {
    for (const { ticket } of this.held) if (ticket !== undefined) ticket.open = true;
    this.drain();
  }
}
