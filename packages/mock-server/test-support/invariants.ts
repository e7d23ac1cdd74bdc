import type { EngineEvent } from '../src/engine/events.ts';
import type { IdlePlace } from '../src/engine/indexes/ready-crew.ts';
import { ALL_TASKS } from '../src/engine/indexes/task-lists.ts';
import type { Task, Timer, Worker } from '../src/engine/records.ts';
import { createState, type State, type WritableState, workspaceOf } from '../src/engine/state.ts';
import { replaceRecord } from '../src/engine/store.ts';
import type { TableName } from '../src/engine/tables.ts';
import { byDue } from '../src/engine/timers.ts';
import { usedCapacity } from '../src/engine/views/capacity.ts';
import { isLive } from '../src/engine/views/reservations.ts';
import { isReady } from '../src/engine/views/worker-facts.ts';
import { mayTake } from './model.ts';

/** What is wrong with a state between commands, in words; empty when nothing is. */
export function problemsOf(state: State, now: number): string[] {
  return [
    ...reservationProblems(state),
    ...livenessProblems(state, now),
    ...callProblems(state),
    ...orderProblems(state),
    ...timerProblems(state),
    ...idleProblems(state),
    ...transferProblems(state),
  ];
}

/** What is wrong with the offers a command made, seen after it. */
export function offerProblems(state: State, events: readonly EngineEvent[]): string[] {
  const problems: string[] = [];
  for (const event of events) {
    if (event.type !== 'reservation.created') continue;
    const { reservation, task, worker, activity } = event.subject;
    if (reservation === undefined || task === undefined || worker === undefined) {
      problems.push(`${event.sid} names no reservation, task or worker`);
      continue;
    }
    if (task.ignoreCapacity || isHandedOver(event)) continue;
    if (activity?.available !== true) problems.push(`${worker.sid} is unavailable and was offered ${task.sid}`);
    if (task.step?.kind !== 'worker' && !state.indexes.crews.has(task.taskQueueSid ?? '', worker.sid)) {
      problems.push(`${worker.sid} is not in the queue of ${task.sid}`);
    }
    problems.push(...loadProblems(state, worker.sid, reservation.taskChannelSid, events));
  }
  return problems;
}

/** A worker above its capacity, apart from offers of this command that do not ask for it. */
function loadProblems(state: State, workerSid: string, taskChannelSid: string, events: readonly EngineEvent[]) {
  const regardless = events.filter((event) => {
    const { worker, task } = event.subject;
    const asked = task?.ignoreCapacity !== true && !isHandedOver(event);
    return event.type === 'reservation.created' && worker?.sid === workerSid && !asked;
  }).length;
  if (!workspaceOf(state).multiTaskEnabled) {
    const busy = state.indexes.workerChannels.load(workerSid) - regardless > 1;
    return busy ? [`${workerSid} does one thing at a time and was offered another`] : [];
  }
  const channel = state.indexes.workerChannels.of(workerSid, taskChannelSid);
  if (channel?.available !== true) return [`${workerSid} takes no such task and was offered one`];
  return usedCapacity(channel) - regardless > channel.capacity ? [`${workerSid} is overloaded`] : [];
}

/** A transfer asks its worker whatever else it does (BEHAVIOUR: XFER-2). */
function isHandedOver({ subject }: Pick<EngineEvent, 'subject'>): boolean {
  return subject.transfer?.type === 'WORKER';
}

/** Transfers that disagree with their task or have been forgotten. */
function transferProblems({ tables }: State): string[] {
  const problems: string[] = [];
  for (const transfer of tables.transfer.values()) {
    const task = tables.task.get(transfer.taskSid);
    const open = task?.transferSid === transfer.sid;
    if (open !== (transfer.status === 'initiated'))
      problems.push(`${transfer.sid} is ${transfer.status}, open: ${open}`);
    const between = task?.status === 'pending' || task?.status === 'reserved';
    if (open && !between) problems.push(`${transfer.sid} is open on a task that is ${task?.status}`);
  }
  return problems;
}

/** The order of a command's events: what it was about, reservations, task, worker, then what routing did (EVENT-1). */
export function eventOrderProblems(events: readonly EngineEvent[]): string[] {
  const order = events.map(letterOf).join('');
  return IN_ORDER.test(order) ? [] : [`out of order (${order}): ${events.map(({ type }) => type).join(', ')}`];
}

/** Telephones may be heard of anywhere; where routing ends a task it is canceled, and a queue may move its workers. */
const IN_ORDER = /^O*R*(?:T|C)*W*(?:F|C|W)*$/;

function letterOf({ type, resource }: EngineEvent): string {
  if (/^taskbay\.(?:call|conference|phone)/.test(type)) return '';
  if (type.startsWith('workflow.') || type === 'reservation.created') return 'F';
  if (type.startsWith('task-queue.') && resource === 'WT') return 'F';
  if (resource === 'WR') return 'R';
  if (resource === 'WT') return type === 'task.canceled' ? 'C' : 'T';
  return resource === 'WK' ? 'W' : 'O';
}

/** All indexes as plain data, whatever order their sets have; idle workers apart, whose sets are made on demand. */
export function indexDump(state: State): string {
  const { idle, ...indexes } = state.indexes;
  // Made on demand, and kept from now on.
  indexes.taskLists.list(ALL_TASKS, state.tables.task);
  indexes.tally.tasks('', 'pending', state.tables.task);
  return JSON.stringify([plain(indexes), idleProblems(state)]);
}

/** Idle orders that differ from what the records say, each asked twice: for the first few, then for all. */
function idleProblems(state: State): string[] {
  const problems: string[] = [];
  for (const [taskChannelSid, idle] of state.indexes.idle.filled()) {
    const optimized = state.tables.channel.get(taskChannelSid)?.channelOptimizedRouting === true;
    const rank = (worker: Worker): number =>
      (optimized ? state.indexes.workerChannels.of(worker.sid, taskChannelSid) : worker)?.lastReserved ?? 0;
    for (const queue of state.tables.queue.values()) {
      const wanted = [...state.tables.worker.values()]
        .filter((worker) => queue.targetWorkers.matches({ attributes: worker.attributes.value }))
        .filter((worker) => isReady(state, worker, taskChannelSid))
        .sort((a, b) => rank(a) - rank(b) || a.ordinal - b.ordinal)
        .map(({ sid }) => sid);
      const line = idle.line(queue.sid, state.indexes.crews);
      for (const count of [2, Number.POSITIVE_INFINITY]) {
        const kept = firstOf(line, count);
        if (kept.join() === wanted.slice(0, count).join()) continue;
        problems.push(`idle workers of ${queue.sid}: ${kept}; should be ${wanted}`);
      }
    }
  }
  return problems;
}

function firstOf(line: Iterable<IdlePlace>, count: number): string[] {
  const sids: string[] = [];
  for (const { workerSid } of line) {
    sids.push(workerSid);
    if (sids.length === count) break;
  }
  return sids;
}

/** The indexes that the records by themselves give. */
export function recountedDump(state: State): string {
  const fresh = createState(0, 'recount') as WritableState;
  for (const name of Object.keys(state.tables) as TableName[]) {
    for (const record of state.tables[name].values()) replaceRecord(fresh, name, record.sid, undefined, record);
  }
  return indexDump(fresh);
}

function plain(value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return sorted([...value].map(plain));
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if ('sid' in value) return value.sid;
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function sorted(values: readonly unknown[]): unknown[] {
  const written = values.map((value) => ({ text: JSON.stringify(value), value }));
  return written.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ value }) => value);
}

const LIVE_OF: { readonly [S in Task['status']]: (live: string) => boolean } = {
  pending: (live) => live === '',
  reserved: (live) => /^(pending )+$/.test(live),
  assigned: (live) => /^((accepted|wrapping) )+$/.test(live) && live.includes('accepted'),
  wrapping: (live) => /^(wrapping )+$/.test(live),
  completed: (live) => live === '',
  canceled: (live) => live === '',
};

function reservationProblems(state: State): string[] {
  const problems: string[] = [];
  const counts = new Map<string, string>();
  const statuses = new Map<string, string>();
  const pairs = new Set<string>();
  for (const reservation of state.tables.reservation.values()) {
    if (!isLive(reservation)) {
      if (reservation.timer !== null) problems.push(`${reservation.sid} has ended and still has a timer`);
      continue;
    }
    const { taskSid, workerSid, taskChannelSid, status } = reservation;
    if (pairs.has(`${taskSid} ${workerSid}`)) problems.push(`${workerSid} holds ${taskSid} twice`);
    pairs.add(`${taskSid} ${workerSid}`);
    statuses.set(taskSid, `${statuses.get(taskSid) ?? ''}${status} `);
    const key = `${workerSid} ${taskChannelSid}`;
    counts.set(key, [...(counts.get(key) ?? ''), status[0]].sort().join(''));
  }
  for (const task of state.tables.task.values()) {
    const live = statuses.get(task.sid) ?? '';
    const held = task.transferSid === null ? live : live.replaceAll(/(accepted|wrapping) /g, '');
    if (!LIVE_OF[task.status](held)) problems.push(`${task.sid} is ${task.status} with ${live || 'no reservation'}`);
    statuses.delete(task.sid);
  }
  for (const taskSid of statuses.keys()) problems.push(`${taskSid} is gone and still reserved`);
  for (const channel of state.tables.workerChannel.values()) {
    const counted = 'a'.repeat(channel.accepted) + 'p'.repeat(channel.pending) + 'w'.repeat(channel.wrapping);
    const real = counts.get(`${channel.workerSid} ${channel.taskChannelSid}`) ?? '';
    if (counted !== real) problems.push(`${channel.sid} counts ${counted}, has ${real}`);
  }
  return problems;
}

/** A waiting task beside somebody who could take it, by the model's reading of the rules. */
function livenessProblems(state: State, now: number): string[] {
  const workers = [...state.tables.worker.values()];
  return [...state.tables.task.values()].flatMap((task) =>
    workers
      .filter((worker) => mayTake(state, task, worker, now))
      .map((worker) => `${task.sid} waits beside ${worker.sid}`),
  );
}

/** Calls without what they hang on, conferences without anybody, and phones that ring for nothing. */
function callProblems({ tables }: State): string[] {
  const problems: string[] = [];
  for (const { sid, taskSid, reservationSid, conferenceSid, status, ringTimer, purpose } of tables.call.values()) {
    const offer = tables.reservation.get(reservationSid)?.status ?? 'gone';
    if (!tables.task.has(taskSid)) problems.push(`${sid} is of a task that is gone`);
    if (conferenceSid !== null && !tables.conference.has(conferenceSid)) problems.push(`${sid} is in no conference`);
    if ((status === 'ringing') !== (ringTimer !== null)) problems.push(`${sid} is ${status} with timer ${ringTimer}`);
    const ended = /^(rejected|timeout|canceled|rescinded|gone)$/.test(offer);
    if (purpose === 'customer' && conferenceSid === null) problems.push(`${sid} calls a customer for nobody`);
    if (ended && purpose !== 'call' && purpose !== 'customer')
      problems.push(`${sid} goes on, its reservation is ${offer}`);
  }
  const inConference = new Set<string>();
  for (const { sid, taskSid, customer } of tables.conference.values()) {
    if (inConference.has(taskSid)) problems.push(`${taskSid} has two conferences`);
    inConference.add(taskSid);
    const legs = [...tables.call.values()].filter((call) => call.conferenceSid === sid && call.purpose !== 'supervise');
    if (customer === null && legs.length === 0) problems.push(`${sid} has nobody in it`);
  }
  return problems;
}

function orderProblems(state: State): string[] {
  return (Object.keys(state.tables) as TableName[]).flatMap((name) => {
    const ordinals = [...state.tables[name].values()].map(({ ordinal }) => ordinal);
    return ordinals.every((ordinal, at) => at === 0 || ordinal > (ordinals[at - 1] ?? 0))
      ? []
      : [`${name} out of order`];
  });
}

function timerProblems(state: State): string[] {
  const timers: Timer[] = [];
  for (const { ttlTimer, stepTimer, endTimer } of state.tables.task.values()) {
    for (const timer of [ttlTimer, stepTimer, endTimer]) if (timer !== null) timers.push(timer);
  }
  for (const { timer } of state.tables.reservation.values()) if (timer !== null) timers.push(timer);
  for (const { ringTimer } of state.tables.call.values()) if (ringTimer !== null) timers.push(ringTimer);
  const first = timers.sort(byDue)[0];
  const next = state.deadlines.next();
  if (first?.due === next?.due && first?.sequence === next?.sequence) return [];
  return [`the next timer is ${next?.sequence} at ${next?.due}, should be ${first?.sequence} at ${first?.due}`];
}
