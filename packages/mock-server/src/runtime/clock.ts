import type { Host } from './host.ts';

export type ClockMode = 'real' | 'manual';

/** From `host` on, server time was `server`, and went on by itself when `running`. */
interface Mark {
  readonly host: number;
  readonly server: number;
  readonly running: boolean;
}

const MAX_MARKS = 4096;

/** The server's one clock, in epoch milliseconds. Real: wall time plus a fixed offset. Manual: stands until it is set. */
export class ServerClock {
  private readonly host: Host;
  private readonly start: { readonly mode: ClockMode; readonly now: number };
  private marks: Mark[];

  /** `now` undefined = the host's now. */
  constructor(host: Host, mode: ClockMode, now: number | undefined) {
    this.host = host;
    this.start = { mode, now: now ?? host.now() };
    this.marks = [this.mark(this.start.now, mode)];
  }

  get mode(): ClockMode {
    return this.last.running ? 'real' : 'manual';
  }

  now(): number {
    return this.serverTimeAt(this.host.now());
  }

  /** Server time at a moment of host time; moments before the server started count as its start, future ones as now. */
  serverTimeAt(hostTime: number): number {
    const moment = Math.min(hostTime, this.host.now());
    const mark = this.markAt(moment);
    return mark.running ? mark.server + Math.max(0, moment - mark.host) : mark.server;
  }

  /** Whether the clock went on by itself at that moment of host time. */
  runningAt(hostTime: number): boolean {
    return this.markAt(Math.min(hostTime, this.host.now())).running;
  }

  private markAt(moment: number): Mark {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.marks[middle] as Mark).host <= moment) low = middle;
      else high = middle - 1;
    }
    return this.marks[low] as Mark;
  }

  /** Moves a manual clock; it never goes back. */
  set(now: number): void {
    if (now > this.last.server) this.push(now, 'manual');
  }

  /** Switches mode; `now` stays continuous. */
  setMode(mode: ClockMode): void {
    if (mode !== this.mode) this.push(this.now(), mode);
  }

  /** Back to the start mode; a manual clock also to its start instant. */
  reset(): void {
    const now = this.start.mode === 'manual' ? this.start.now : this.now();
    this.marks = [this.mark(now, this.start.mode)];
  }

  private get last(): Mark {
    return this.marks[this.marks.length - 1] as Mark;
  }

  private mark(server: number, mode: ClockMode): Mark {
    return { host: this.host.now(), server, running: mode === 'real' };
  }

  private push(server: number, mode: ClockMode): void {
    this.marks.push(this.mark(server, mode));
    if (this.marks.length > MAX_MARKS) this.marks.splice(0, MAX_MARKS / 2);
  }
}
