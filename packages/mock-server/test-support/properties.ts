import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { apply } from '../src/engine/apply.ts';
import { createState } from '../src/engine/state.ts';
import { replayBatches } from '../src/runtime/replay.ts';
import { type Action, actions } from './actions.ts';
import { digest } from './digest.ts';
import { eventOrderProblems, indexDump, offerProblems, problemsOf, recountedDump } from './invariants.ts';
import { applyAndCommit, SEED, type Simulated, type Step, simulate, staffed, WORKSPACE } from './simulation.ts';
import { storedBatch } from './stored-batch.ts';
import { turnProblems } from './turns.ts';

/** What holds of the engine whatever it is told to do; the tests run each a little, the soak a lot. */
export interface EngineProperty {
  readonly name: string;
  readonly property: fc.IPropertyWithHooks<[Action[]]>;
}

const stepwise = (step: Step, length: number) =>
  fc.property(actions(length), (sequence: Action[]) => void simulate(sequence, step, staffed));

const simulated = (check: (result: Simulated, sequence: Action[]) => void, step?: Step) =>
  fc.property(actions(120), (sequence: Action[]) => check(simulate(sequence, step, staffed), sequence));

const invariants: Step = (state, command, actor, now) => {
  const applied = applyAndCommit(state, command, actor, now);
  const events = applied?.events ?? [];
  if (state.tables.workspace.size > 0) {
    const offers = [...offerProblems(state, events), ...turnProblems(state, events, now)];
    deepStrictEqual([...problemsOf(state, now), ...offers, ...eventOrderProblems(events)], []);
  }
  return applied;
};

const recount: Step = (state, command, actor, now) => {
  const applied = applyAndCommit(state, command, actor, now);
  strictEqual(indexDump(state), recountedDump(state));
  return applied;
};

const noTrace: Step = (state, command, actor, now) => {
  const before = digest(state);
  const indexes = indexDump(state);
  const next = JSON.stringify(state.deadlines.next());
  const tried = apply(state, command, actor, now);
  if (tried.ok) tried.rollback();
  strictEqual(digest(state), before);
  strictEqual(indexDump(state), indexes);
  strictEqual(JSON.stringify(state.deadlines.next()), next);
  const applied = applyAndCommit(state, command, actor, now);
  if (tried.ok) strictEqual(JSON.stringify(applied?.events), JSON.stringify(tried.events));
  return applied;
};

const journaled: Step = (state, command, actor, now) => {
  const before = digest(state);
  const { sequence } = state.counters;
  const applied = applyAndCommit(state, command, actor, now);
  const lines = applied?.events.filter((event) => event.journaled) ?? [];
  strictEqual(digest(state) !== before, lines.length > 0);
  strictEqual(applied?.changed ?? false, lines.length > 0);
  deepStrictEqual(
    lines.map((event) => event.sequence),
    lines.map((_, index) => sequence + 1 + index),
  );
  return applied;
};

const triedBefore: Step = (state, command, actor, now) => {
  const tried = apply(state, command, actor, now);
  if (tried.ok) tried.rollback();
  return applyAndCommit(state, command, actor, now);
};

/** Every pending reservation ends by itself: after its longest time without a command, none is left. */
function endsReservations({ state, now }: Simulated): void {
  let at = now;
  const horizon = now + 2 * 86_400_000;
  for (let due = state.deadlines.next(); due !== undefined && due.due <= horizon; due = state.deadlines.next()) {
    at = Math.max(at, due.due);
    const { kind, sid, sequence } = due;
    const fired = applyAndCommit(state, { type: 'timer.fire', kind, sid, sequence }, WORKSPACE_ACTOR, at);
    ok(fired !== undefined, `${kind} of ${sid} was refused`);
  }
  const held = [...state.tables.reservation.values()].filter(({ dateCreated, status }) => {
    return ['pending', 'accepted', 'wrapping'].includes(status) && dateCreated < now;
  });
  deepStrictEqual(held, []);
}

const WORKSPACE_ACTOR = { type: 'workspace', sid: WORKSPACE } as const;

function replaysTo({ state, batches }: Simulated): void {
  const replayed = createState(SEED, WORKSPACE);
  replayBatches(WORKSPACE, replayed, batches.map(storedBatch));
  strictEqual(digest(replayed), digest(state));
  strictEqual(indexDump(replayed), indexDump(state));
}

export const ENGINE_PROPERTIES: readonly EngineProperty[] = [
  { name: 'keeps its invariants after every command', property: stepwise(invariants, 120) },
  { name: 'keeps its indexes equal to a recount (ID-4)', property: stepwise(recount, 80) },
  { name: 'leaves no trace of a refused or rolled back command', property: stepwise(noTrace, 80) },
  {
    name: 'changes its digest exactly when a batch is journaled, and numbers the lines without a gap',
    property: stepwise(journaled, 80),
  },
  {
    name: 'gives the same bytes for the same seed, and replays to the same bytes (ID-1, ID-5)',
    property: simulated((first, sequence) => {
      strictEqual(digest(simulate(sequence, undefined, staffed).state), digest(first.state));
      replaysTo(first);
    }),
  },
  {
    name: 'replays to the same bytes when commands were rolled back and tried again in between',
    property: simulated(replaysTo, triedBefore),
  },
  { name: 'ends every reservation', property: simulated(endsReservations) },
];
