import { type Applied, apply } from '../engine/apply.ts';
import type { Actor, Command } from '../engine/commands.ts';
import type { EngineEvent, Subject } from '../engine/events.ts';
import type { Rejection } from '../engine/rejections.ts';
import { createState, type State } from '../engine/state.ts';
import type { Batch, Journal } from './journal.ts';
import { replayBatches } from './replay.ts';

/** What became of a command: the records it is about as they stood when it took effect, or why it was refused. */
export type Outcome =
  | { readonly ok: true; readonly subject: Subject; readonly events: readonly EngineEvent[] }
  | { readonly ok: false; readonly rejection: Rejection };

export interface WorkspaceHostOptions {
  readonly sid: string;
  readonly seed: number;
  readonly journal: Journal;
  readonly now: () => number;
  readonly onBatch: (batch: Batch) => void;
}

/**
 * One workspace at work: commands run one after the other, each applied, appended and only then seen by anybody.
 * When the journal says that the stream has gone on, the command is undone, the missed batches are replayed and
 * the command is tried again.
 */
export class WorkspaceHost {
  readonly sid: string;
  readonly state: State;
  private readonly options: WorkspaceHostOptions;
  private tail: Promise<unknown> = Promise.resolve();
  private pending = 0;
  private lastNow = 0;
  private closed = false;

  constructor(options: WorkspaceHostOptions) {
    this.options = options;
    this.sid = options.sid;
    this.state = createState(options.seed, options.sid);
  }

  dispatch(command: Command, actor: Actor): Promise<Outcome> {
    return this.enqueue(() => this.run(command, actor));
  }

  /** Reads the state when no command is half done. `view` must not keep the state. */
  async read<T>(view: (state: State, now: number) => T): Promise<T> {
    if (this.pending > 0) return this.enqueue(async () => view(this.state, this.now()));
    return view(this.state, this.now());
  }

  /** Lets the commands already taken finish; those that come later find no workspace. */
  async close(): Promise<void> {
    await this.enqueue(async () => {
      this.closed = true;
    });
  }

  /** At once when nothing is under way. */
  private async enqueue<T>(run: () => Promise<T>): Promise<T> {
    this.pending += 1;
    const before = this.tail;
    let done = (): void => undefined;
    this.tail = new Promise<void>((resolve) => {
      done = resolve;
    });
    try {
      if (this.pending > 1) await before;
      return await run();
    } finally {
      this.pending -= 1;
      done();
    }
  }

  private async run(command: Command, actor: Actor): Promise<Outcome> {
    for (;;) {
      if (this.closed) return { ok: false, rejection: { code: 'not_found', prefix: 'WS', sid: this.sid } };
      const now = this.now();
      const applied = apply(this.state, command, actor, now);
      if (!applied.ok) return applied;
      if (!applied.changed) {
        applied.commit();
        return { ok: true, subject: applied.subject, events: [] };
      }
      const batch = await this.append(applied, command, actor, now);
      if (batch === undefined) continue;
      this.lastNow = now;
      this.options.onBatch(batch);
      return { ok: true, subject: applied.subject, events: applied.events };
    }
  }

  /** Journals and commits; undefined after a conflict, with the state brought up to date. */
  private async append(applied: Applied, input: Command, actor: Actor, now: number): Promise<Batch | undefined> {
    const { journal } = this.options;
    const { events } = applied;
    const first = events.find((event) => event.journaled);
    if (first === undefined) {
      applied.rollback();
      throw new Error(`Command ${input.type} changed records without an event`);
    }
    const expected = first.sequence - 1;
    const batch: Batch = { workspace: this.sid, command: this.state.counters.command + 1, now, actor, input, events };
    try {
      const result = await journal.append(this.sid, expected, batch);
      if (result.kind === 'ok') {
        applied.commit();
        return batch;
      }
    } catch (error) {
      applied.rollback();
      throw error;
    }
    applied.rollback();
    await this.catchUp();
    return undefined;
  }

  private async catchUp(): Promise<void> {
    const missed = await this.options.journal.read(this.sid, this.state.counters.sequence);
    if (missed.kind === 'gone')
      throw new Error(`The journal of ${this.sid} starts at ${missed.first}; cannot catch up`);
    for (const batch of replayBatches(this.sid, this.state, missed.batches)) {
      this.lastNow = Math.max(this.lastNow, batch.now);
      this.options.onBatch(batch);
    }
  }

  /** Server time, never before the last command's. */
  private now(): number {
    return Math.max(this.lastNow, this.options.now());
  }
}
