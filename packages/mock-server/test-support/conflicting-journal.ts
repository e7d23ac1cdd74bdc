import { apply } from '../src/engine/apply.ts';
import type { Actor, Command } from '../src/engine/commands.ts';
import { createStream, nextUint32, type RandomStream } from '../src/engine/random.ts';
import { createState, type State } from '../src/engine/state.ts';
import type { AppendResult, Batch, Journal, JournalFilter, JournalInput, ReadResult } from '../src/runtime/journal.ts';
import { MemoryJournal } from '../src/runtime/memory-journal.ts';
import { replayBatches } from '../src/runtime/replay.ts';
import { turn } from './manual-host.ts';

export interface ConflictingJournalOptions {
  /** Seed of the delays, conflicts and foreign commands. */
  readonly seed: number;
  /** Seed of the workspaces, which the other writer shares. */
  readonly workspaceSeed: number;
  /** What the other writer does in a workspace; undefined = nothing this time. */
  readonly foreign: (state: State, draw: () => number, now: number) => Command | undefined;
}

const OTHER_WRITER: Actor = { type: 'account', sid: `AC${'9'.repeat(32)}` };

/**
 * A memory journal that another writer uses too: it answers late, reports conflicts that are none, and now and then
 * another writer has really appended a batch first. Seeded, so that a failure can be repeated.
 */
export class ConflictingJournal implements Journal {
  readonly inner = new MemoryJournal();
  readonly happened = { delayed: 0, spurious: 0, foreign: 0 };
  private readonly options: ConflictingJournalOptions;
  private readonly stream: RandomStream;
  private readonly replicas = new Map<string, State>();

  constructor(options: ConflictingJournalOptions) {
    this.options = options;
    this.stream = createStream(options.seed, 'conflicts');
  }

  async append(stream: string, expectedSequence: number, batch: Batch<JournalInput>): Promise<AppendResult> {
    if (this.draw(2) === 0) await this.delay();
    const lot = this.draw(6);
    if (lot === 0) {
      this.happened.spurious += 1;
      return { kind: 'conflict', sequence: expectedSequence };
    }
    if (lot === 1 && stream.startsWith('WS') && expectedSequence > 0) await this.writeForeign(stream, batch.now);
    return this.inner.append(stream, expectedSequence, batch);
  }

  async read(stream: string, after: number, filter?: JournalFilter): Promise<ReadResult> {
    if (this.draw(2) === 0) await this.delay();
    return this.inner.read(stream, after, filter);
  }

  async drop(stream?: string): Promise<void> {
    if (stream === undefined) this.replicas.clear();
    else this.replicas.delete(stream);
    await this.inner.drop(stream);
  }

  private async delay(): Promise<void> {
    this.happened.delayed += 1;
    for (let turns = 1 + this.draw(3); turns > 0; turns -= 1) await turn();
  }

  private async writeForeign(workspace: string, now: number): Promise<void> {
    const state = await this.replica(workspace);
    const input = this.options.foreign(state, () => this.draw(100), now);
    if (input === undefined) return;
    const command = state.counters.command + 1;
    const expected = state.counters.sequence;
    const applied = apply(state, input, OTHER_WRITER, now);
    if (!applied.ok) return;
    applied.commit();
    if (!applied.changed) return;
    this.happened.foreign += 1;
    const { events } = applied;
    await this.inner.append(workspace, expected, { workspace, command, now, actor: OTHER_WRITER, input, events });
  }

  /** The other writer's own copy of the workspace, brought up to date. */
  private async replica(workspace: string): Promise<State> {
    let state = this.replicas.get(workspace);
    if (state === undefined) {
      state = createState(this.options.workspaceSeed, workspace);
      this.replicas.set(workspace, state);
    }
    const missed = await this.inner.read(workspace, state.counters.sequence);
    if (missed.kind === 'ok') replayBatches(workspace, state, missed.batches);
    return state;
  }

  private draw(below: number): number {
    return nextUint32(this.stream) % below;
  }
}
