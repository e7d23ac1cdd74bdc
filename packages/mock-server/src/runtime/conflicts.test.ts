import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, actions, commandOf, secondsOf } from '../../test-support/actions.ts';
import { ConflictingJournal } from '../../test-support/conflicting-journal.ts';
import { digest } from '../../test-support/digest.ts';
import { indexDump, problemsOf } from '../../test-support/invariants.ts';
import { createFilledRuntime, type TestRuntime } from '../../test-support/runtime.ts';
import { byAccount, SEED, WORKSPACE } from '../../test-support/simulation.ts';
import { apply } from '../engine/apply.ts';
import type { Command } from '../engine/commands.ts';
import type { State } from '../engine/state.ts';
import type { Batch } from './journal.ts';
import { replay } from './replay.ts';
import { TimeControl } from './time-control.ts';

const FOREIGN_KINDS = [
  'task.create',
  'task.status',
  'worker.activity',
  'task.delete',
  'worker.delete',
  'reject',
] as const;

function foreign(state: State, draw: () => number, now: number): Command | undefined {
  const kind = FOREIGN_KINDS[draw() % FOREIGN_KINDS.length] ?? 'task.create';
  return commandOf(state, { kind, pick: draw(), other: draw(), flag: draw() % 2 === 0 }, now);
}

function conflicting(seed: number): ConflictingJournal {
  return new ConflictingJournal({ seed, workspaceSeed: SEED, foreign });
}

/** Sends the actions three at a time, advancing the clock where they say so. */
async function drive({ runtime, host, read }: TestRuntime, steps: readonly Action[]): Promise<void> {
  const control = new TimeControl(runtime);
  let sent: Promise<unknown>[] = [];
  for (const action of steps) {
    if (action.kind === 'advance') {
      await control.advance({ kind: 'seconds', seconds: secondsOf(action) % 3600 });
    } else {
      const command = await read((state) => commandOf(state, action, host.now()));
      if (command !== undefined) sent.push(runtime.dispatch(WORKSPACE, command, byAccount));
    }
    if (sent.length === 3) {
      await Promise.all(sent);
      sent = [];
    }
  }
  await Promise.all(sent);
}

describe('a runtime whose journal delays and conflicts', () => {
  it('ends where the journal says, having told every batch once and in order (ID-5, TIME-3)', async () => {
    const happened = { delayed: 0, spurious: 0, foreign: 0 };
    await fc.assert(
      fc.asyncProperty(actions(60), fc.nat(), async (steps, seed) => {
        const journal = conflicting(seed);
        const made = await createFilledRuntime('manual', journal);
        const told: Batch[] = [];
        made.runtime.onBatch((batch) => told.push(batch));
        const before = await made.read((state) => state.counters.sequence);
        await drive(made, steps);
        const state = await replay(journal.inner, WORKSPACE, SEED);
        expect(await made.read(digest)).toBe(digest(state));
        expect(await made.read(indexDump)).toBe(indexDump(state));
        expect(await made.read((live) => problemsOf(live, made.runtime.clock.now()))).toEqual([]);
        const lines = told.flatMap(({ events }) => events.filter(({ journaled }) => journaled));
        expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => before + 1 + index));
        const times = told.map(({ now }) => now);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const key of ['delayed', 'spurious', 'foreign'] as const) happened[key] += journal.happened[key];
      }),
      { numRuns: 40 },
    );
    expect(Math.min(...Object.values(happened))).toBeGreaterThan(0);
  });

  it('keeps its timers when a command that would have cancelled them is undone', async () => {
    const journal = conflicting(1);
    const { runtime, send, read } = await createFilledRuntime('manual', journal);
    const created = await send({ type: 'task.create', timeout: 60 });
    const sid = (created.ok && created.subject.task?.sid) || '';
    const deleted = send({ type: 'task.delete', sid, version: 99 });
    expect(runtime.nextTimer()?.sid).toBe(sid);
    expect((await deleted).ok).toBe(false);
    expect(await read((state) => state.deadlines.next()?.sid)).toBe(sid);
  });

  it('never puts a command before one it has seen, even when the other writer is ahead in time (TIME-3)', async () => {
    const journal = conflicting(1);
    const { runtime, send, read } = await createFilledRuntime('manual', journal);
    const sequence = await read((state) => state.counters.sequence);
    const ahead = runtime.clock.now() + 60_000;
    const other = await replay(journal.inner, WORKSPACE, SEED);
    const input: Command = { type: 'task.create' };
    const applied = apply(other, input, byAccount, ahead);
    if (!applied.ok) throw new Error(applied.rejection.code);
    const command = other.counters.command + 1;
    const batch = { workspace: WORKSPACE, command, now: ahead, actor: byAccount, input, events: applied.events };
    expect(await journal.inner.append(WORKSPACE, sequence, batch)).toEqual({ kind: 'ok' });
    const mine = await send({ type: 'task.create' });
    expect(mine.ok && mine.subject.task?.dateCreated).toBe(ahead);
  });
});
