import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions } from '../../test-support/actions.ts';
import { digest } from '../../test-support/digest.ts';
import {
  eventOrderProblems,
  indexDump,
  offerProblems,
  problemsOf,
  recountedDump,
} from '../../test-support/invariants.ts';
import { applyAndCommit, SEED, type Step, simulate, WORKSPACE } from '../../test-support/simulation.ts';
import { journalLines, type StoredBatch } from '../runtime/journal.ts';
import { replayBatches } from '../runtime/replay.ts';
import { apply } from './apply.ts';
import { createState } from './state.ts';

const runs = { numRuns: 30 };

describe('the engine under random commands', () => {
  it('keeps its invariants after every command', () => {
    const step: Step = (state, command, actor, now) => {
      const applied = applyAndCommit(state, command, actor, now);
      const events = applied?.events ?? [];
      if (state.tables.workspace.size > 0) {
        expect([...problemsOf(state, now), ...offerProblems(state, events), ...eventOrderProblems(events)]).toEqual([]);
      }
      return applied;
    };
    fc.assert(
      fc.property(actions(120), (sequence) => void simulate(sequence, step)),
      runs,
    );
  });

  it('keeps its indexes equal to a recount (ID-4)', () => {
    const step: Step = (state, command, actor, now) => {
      const applied = applyAndCommit(state, command, actor, now);
      expect(indexDump(state)).toBe(recountedDump(state));
      return applied;
    };
    fc.assert(
      fc.property(actions(80), (sequence) => void simulate(sequence, step)),
      runs,
    );
  });

  it('leaves no trace of a refused or rolled back command', () => {
    const step: Step = (state, command, actor, now) => {
      const before = digest(state);
      const indexes = indexDump(state);
      const next = JSON.stringify(state.deadlines.next());
      const tried = apply(state, command, actor, now);
      if (tried.ok) tried.rollback();
      expect(digest(state)).toBe(before);
      expect(indexDump(state)).toBe(indexes);
      expect(JSON.stringify(state.deadlines.next())).toBe(next);
      const applied = applyAndCommit(state, command, actor, now);
      if (tried.ok) expect(JSON.stringify(applied?.events)).toBe(JSON.stringify(tried.events));
      return applied;
    };
    fc.assert(
      fc.property(actions(80), (sequence) => void simulate(sequence, step)),
      runs,
    );
  });

  it('changes its digest exactly when a batch is journaled, and numbers the lines without a gap', () => {
    const step: Step = (state, command, actor, now) => {
      const before = digest(state);
      const sequence = state.counters.sequence;
      const applied = applyAndCommit(state, command, actor, now);
      const journaled = applied?.events.filter((event) => event.journaled) ?? [];
      expect(digest(state) !== before).toBe(journaled.length > 0);
      expect(applied?.changed ?? false).toBe(journaled.length > 0);
      expect(journaled.map((event) => event.sequence)).toEqual(journaled.map((_, index) => sequence + 1 + index));
      return applied;
    };
    fc.assert(
      fc.property(actions(80), (sequence) => void simulate(sequence, step)),
      runs,
    );
  });

  it('gives the same bytes for the same seed, and replays to the same bytes (ID-1, ID-5)', () => {
    fc.assert(
      fc.property(actions(120), (sequence) => {
        const { state, batches } = simulate(sequence);
        expect(digest(simulate(sequence).state)).toBe(digest(state));
        const replayed = createState(SEED, WORKSPACE);
        replayBatches(WORKSPACE, replayed, batches.map(stored));
        expect(digest(replayed)).toBe(digest(state));
        expect(indexDump(replayed)).toBe(indexDump(state));
      }),
      runs,
    );
  });

  it('replays to the same bytes when commands were rolled back and tried again in between', () => {
    const step: Step = (state, command, actor, now) => {
      const tried = apply(state, command, actor, now);
      if (tried.ok) tried.rollback();
      return applyAndCommit(state, command, actor, now);
    };
    fc.assert(
      fc.property(actions(120), (sequence) => {
        const { state, batches } = simulate(sequence, step);
        const replayed = createState(SEED, WORKSPACE);
        replayBatches(WORKSPACE, replayed, batches.map(stored));
        expect(digest(replayed)).toBe(digest(state));
      }),
      runs,
    );
  });
});

function stored(batch: Parameters<typeof journalLines>[0]): StoredBatch {
  const { command, now, actor, input } = batch;
  return { command, now, actor, input, lines: journalLines(batch) };
}
