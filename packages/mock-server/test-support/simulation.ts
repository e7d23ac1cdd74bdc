import { type Applied, apply } from '../src/engine/apply.ts';
import type { Actor, Command } from '../src/engine/commands.ts';
import { createState, type State } from '../src/engine/state.ts';
import type { Batch } from '../src/runtime/journal.ts';
import { type Action, commandOf, secondsOf } from './actions.ts';
import { configuration } from './configurations.ts';

export const SEED = 7;
export const WORKSPACE = `WS${'5'.repeat(32)}`;
const ACCOUNT = `AC${'5'.repeat(32)}`;
export const START = Date.parse('2026-01-05T09:00:00Z');

export const byAccount: Actor = { type: 'account', sid: ACCOUNT };
const byWorkspace: Actor = { type: 'workspace', sid: WORKSPACE };

/** Sees each command before it is applied and answers how it was applied; the default applies and commits it. */
export type Step = (state: State, command: Command, actor: Actor, now: number) => Applied | undefined;

export const applyAndCommit: Step = (state, command, actor, now) => {
  const applied = apply(state, command, actor, now);
  if (!applied.ok) return undefined;
  applied.commit();
  return applied;
};

/** Commands that make a small workspace: activities, channels, three queues, a workflow. */
export function setUp(state: State): readonly (() => Command)[] {
  return [
    () => ({
      type: 'workspace.initialise',
      sid: WORKSPACE,
      accountSid: ACCOUNT,
      friendlyName: 'simulated',
      activities: [
        { friendlyName: 'Offline', available: false },
        { friendlyName: 'Available', available: true },
        { friendlyName: 'Training', available: true },
      ],
      taskChannels: [
        { friendlyName: 'Default', uniqueName: 'default' },
        { friendlyName: 'Voice', uniqueName: 'voice', channelOptimizedRouting: true },
      ],
      defaultActivity: 'Available',
      timeoutActivity: 'Offline',
    }),
    () => ({ type: 'task-queue.create', friendlyName: 'all' }),
    () => ({ type: 'task-queue.create', friendlyName: 'es', targetWorkers: "lang == 'es'", maxReservedWorkers: 2 }),
    () => ({ type: 'task-queue.create', friendlyName: 'new', taskOrder: 'LIFO' }),
    () => ({ type: 'workflow.create', friendlyName: 'main', configuration: configuration(state, 1) }),
  ];
}

/** The same, with offers to two at once and workers who take them, so that random actions have something to start from. */
export function* staffed(state: State): Iterable<() => Command> {
  yield* setUp(state);
  const [all = ''] = state.tables.queue.keys();
  yield () => ({ type: 'task-queue.update', sid: all, maxReservedWorkers: 2 });
  for (const [level, friendlyName] of ['ann', 'ben', 'cyd'].entries()) {
    const value = { lang: level > 0 ? 'es' : 'en', level, contact_uri: `client:${friendlyName}` };
    const attributes = { text: JSON.stringify(value), value };
    yield () => ({ type: 'worker.create', friendlyName, attributes, channels: { default: { capacity: 2 } } });
  }
}

export interface Simulated {
  readonly state: State;
  readonly batches: readonly Batch[];
  readonly now: number;
}

/** Runs random actions from a fresh workspace, firing timers as time passes. */
export function simulate(
  actions: readonly Action[],
  step: Step = applyAndCommit,
  begin: (state: State) => Iterable<() => Command> = setUp,
): Simulated {
  const state = createState(SEED, WORKSPACE);
  const batches: Batch[] = [];
  let now = START;
  const send = (input: Command, actor: Actor): void => {
    const command = state.counters.command + 1;
    const applied = step(state, input, actor, now);
    if (applied?.changed) batches.push({ workspace: WORKSPACE, command, now, actor, input, events: applied.events });
  };
  for (const command of begin(state)) send(command(), byAccount);
  for (const action of actions) {
    if (action.kind !== 'advance') {
      const command = commandOf(state, action, now);
      if (command !== undefined) send(command, byAccount);
      continue;
    }
    const target = now + secondsOf(action) * 1000;
    for (let due = state.deadlines.next(); due !== undefined && due.due <= target; due = state.deadlines.next()) {
      now = Math.max(now, due.due);
      send({ type: 'timer.fire', kind: due.kind, sid: due.sid, sequence: due.sequence }, byWorkspace);
    }
    now = target;
  }
  return { state, batches, now };
}
