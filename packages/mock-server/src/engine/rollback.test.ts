import { describe, expect, it } from 'vitest';
import { applyAndCommit, byAccount, START, simulate } from '../../test-support/simulation.ts';
import { apply } from './apply.ts';
import type { Command } from './commands.ts';
import type { State } from './state.ts';

function commit(state: State, command: Command, now = START) {
  const applied = applyAndCommit(state, command, byAccount, now);
  if (applied === undefined) throw new Error(`${command.type} was refused`);
  return applied;
}

function undo(state: State, command: Command, now = START): void {
  const applied = apply(state, command, byAccount, now);
  if (!applied.ok) throw new Error(applied.rejection.code);
  applied.rollback();
}

describe('a command that is undone and tried again', () => {
  it('leaves no timer behind that the second try could be taken for', () => {
    const { state } = simulate([]);
    const create: Command = { type: 'task.create', timeout: 60 };
    undo(state, create);
    commit(state, create, START + 5000);
    const task = [...state.tables.task.values()][0];
    expect(state.deadlines.next()).toMatchObject({ sid: task?.sid, due: START + 65_000 });
  });

  it('keeps the reservations of a batch in order of creation', () => {
    const { state } = simulate([]);
    const [queue] = state.tables.queue.values();
    commit(state, { type: 'task-queue.update', sid: queue?.sid ?? '', maxReservedWorkers: 3 });
    for (const friendlyName of ['ann', 'ben', 'cyd']) commit(state, { type: 'worker.create', friendlyName });
    commit(state, { type: 'task.create', taskQueueSid: queue?.sid ?? '' });
    const made = [...state.tables.reservation.keys()];
    const sid = [...state.tables.task.keys()][0] ?? '';
    undo(state, { type: 'task.delete', sid });
    const { events } = commit(state, { type: 'task.update', sid, assignmentStatus: 'canceled' });
    expect(made).toHaveLength(3);
    expect(events.filter(({ resource }) => resource === 'WR').map(({ resourceSid }) => resourceSid)).toEqual(made);
  });

  it('brings removed records back to their place (ID-5)', () => {
    const { state } = simulate([]);
    for (const friendlyName of ['ann', 'ben', 'cyd']) commit(state, { type: 'worker.create', friendlyName });
    const before = [...state.tables.worker.keys()];
    undo(state, { type: 'worker.delete', sid: before[0] ?? '' });
    expect([...state.tables.worker.keys()]).toEqual(before);
  });
});
