import { EVENT_TYPES } from '@taskbay/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions } from '../../test-support/actions.ts';
import { applyAndCommit, type Step, simulate, staffed } from '../../test-support/simulation.ts';
import type { Command } from './commands.ts';

const RUNS = 200;

/** What the random commands of the properties come to, counted. */
function reach(): { readonly accepted: ReadonlyMap<string, number>; readonly events: ReadonlyMap<string, number> } {
  const accepted = new Map<string, number>();
  const events = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const step: Step = (state, command, actor, now) => {
    const applied = applyAndCommit(state, command, actor, now);
    if (applied?.changed) count(accepted, nameOf(command));
    for (const { type } of applied?.events ?? []) count(events, type);
    return applied;
  };
  for (const sequence of fc.sample(actions(120), { numRuns: RUNS, seed: 20_260_105 }))
    simulate(sequence, step, staffed);
  return { accepted, events };
}

function nameOf(command: Command): string {
  if (command.type === 'reservation.update') return `${command.type} ${command.status}`;
  if (command.type === 'reservation.instruct') return `${command.type} ${command.instruction.kind}`;
  if (command.type === 'timer.fire') return `${command.type} ${command.kind}`;
  return command.type === 'task.update' ? `${command.type} ${command.assignmentStatus ?? 'settings'}` : command.type;
}

/** Accepted at least this often in two hundred runs, so that the properties are not true of nothing. */
const OFTEN: Readonly<Record<string, number>> = {
  'task.create': 500,
  'reservation.update accepted': 200,
  'reservation.update rejected': 80,
  'reservation.update completed': 60,
  'reservation.update wrapping': 20,
  'task.update settings': 80,
  'task.update canceled': 20,
  'task.update wrapping': 8,
  'task.update completed': 8,
  'task.delete': 30,
  'timer.fire reservation.timeout': 40,
  'timer.fire task.step': 30,
  'timer.fire task.ttl': 50,
  'timer.fire task.end': 50,
  'timer.fire call.ring': 1,
  'transfer.create': 30,
  'transfer.cancel': 8,
  'reservation.cancel': 10,
  'reservation.instruct conference': 5,
  'reservation.instruct dequeue': 3,
  'reservation.instruct call': 3,
  'reservation.instruct redirect': 3,
  'reservation.instruct supervise': 1,
  'call.update': 5,
  'participant.update': 1,
  'phone.set': 10,
  'worker.create': 100,
  'worker.update': 200,
  'worker.delete': 10,
  'worker-channel.update': 60,
  'task-queue.update': 40,
  'task-queue.delete': 3,
  'workflow.update': 30,
  'workflow.delete': 3,
  'workspace.update': 10,
  'activity.update': 30,
  'activity.delete': 5,
  'task-channel.update': 10,
  'task-channel.delete': 5,
};

describe('the random commands of the properties', () => {
  const { accepted, events } = reach();

  it.each(Object.entries(OFTEN))('come to %s at least %i times', (name, least) => {
    expect(accepted.get(name) ?? 0).toBeGreaterThanOrEqual(least);
  });

  it('come to every event of the service', () => {
    expect(EVENT_TYPES.filter((type) => !events.has(type))).toEqual([]);
  });
});
