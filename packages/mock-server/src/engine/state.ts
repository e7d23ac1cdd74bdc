import { Crews } from './indexes/crews.ts';
import { Grouping } from './indexes/grouping.ts';
import { IdleIndex } from './indexes/idle.ts';
import { NameIndex } from './indexes/names.ts';
import { Tally } from './indexes/tally.ts';
import { Targeting } from './indexes/targeting.ts';
import { TaskLists } from './indexes/task-lists.ts';
import { WaitingIndex } from './indexes/waiting.ts';
import { WorkerChannels } from './indexes/worker-channels.ts';
import type { RandomStream } from './random.ts';
import { createStream, setStream } from './random.ts';
import type { Workspace } from './records.ts';
import type { ReadonlyTables, Tables } from './tables.ts';
import { createTables } from './tables.ts';
import { Deadlines } from './timers.ts';

/** Everything derived from the records; rebuilt from them, never stored. */
export interface Indexes {
  /** The only record of its table, which nearly everything asks for. */
  readonly workspace: { record: Workspace | undefined };
  readonly names: NameIndex;
  readonly tally: Tally;
  readonly targeting: Targeting;
  /** Which workers are in which queues. */
  readonly crews: Crews;
  /** Made as routing asks for it. Every other index but `taskLists` is there from the start. */
  readonly idle: IdleIndex;
  readonly taskLists: TaskLists;
  readonly waiting: WaitingIndex;
  /** Task → its reservations; worker → all of its reservations. Sets without order. */
  readonly taskReservations: Grouping;
  readonly workerReservations: Grouping;
  readonly taskTransfers: Grouping;
  readonly taskCalls: Grouping;
  readonly taskConferences: Grouping;
  /** A worker → the calls to its phone. */
  readonly workerCalls: Grouping;
  /** A customer's call → the tasks whose attributes name it; → the conferences it is in. */
  readonly callerTasks: Grouping;
  readonly callerConferences: Grouping;
  readonly workerChannels: WorkerChannels;
}

/** Positions that only grow. `sequence` and `command` are the journal's; the others order timers, records and offers. */
export interface Counters {
  sequence: number;
  command: number;
  timer: number;
  ordinal: number;
  reserved: number;
}

/** One workspace. Read it freely; only `apply` changes it. */
export interface State {
  readonly tables: ReadonlyTables;
  readonly indexes: Indexes;
  readonly counters: Readonly<Counters>;
  readonly deadlines: Deadlines;
  readonly sidStream: Readonly<RandomStream>;
}

/** The writable side, known to `store.ts` and `transaction.ts` only. */
export interface WritableState extends State {
  readonly tables: Tables;
  readonly counters: Counters;
  readonly sidStream: RandomStream;
  /** Where both stood when the last command began: one at a time is under way. */
  readonly beginning: { readonly counters: Counters; readonly sidStream: RandomStream };
}

/** An empty workspace whose SIDs come from (`seed`, workspace SID); `workspace.initialise` fills it. */
export function createState(seed: number, workspaceSid: string): State {
  const tables = createTables();
  const state: WritableState = {
    tables,
    indexes: {
      workspace: { record: undefined },
      names: new NameIndex(),
      tally: new Tally(),
      targeting: new Targeting(),
      crews: new Crews(),
      idle: new IdleIndex(),
      taskLists: new TaskLists(),
      waiting: new WaitingIndex(),
      taskReservations: new Grouping(),
      workerReservations: new Grouping(),
      taskTransfers: new Grouping(),
      taskCalls: new Grouping(),
      taskConferences: new Grouping(),
      workerCalls: new Grouping(),
      callerTasks: new Grouping(),
      callerConferences: new Grouping(),
      workerChannels: new WorkerChannels(),
    },
    counters: noCounters(),
    deadlines: new Deadlines(),
    sidStream: createStream(seed, `sid ${workspaceSid}`),
    beginning: { counters: noCounters(), sidStream: [0, 0, 0, 0] },
  };
  return state;
}

function noCounters(): Counters {
  return { sequence: 0, command: 0, timer: 0, ordinal: 0, reserved: 0 };
}

/** A command begins. */
export function markBeginning({ counters, sidStream, beginning }: WritableState): void {
  setCounters(beginning.counters, counters);
  setStream(beginning.sidStream, sidStream);
}

/** Puts counters and SIDs back to where the command began. */
export function returnToBeginning({ counters, sidStream, beginning }: WritableState): void {
  setCounters(counters, beginning.counters);
  setStream(sidStream, beginning.sidStream);
}

function setCounters(counters: Counters, to: Counters): void {
  counters.sequence = to.sequence;
  counters.command = to.command;
  counters.timer = to.timer;
  counters.ordinal = to.ordinal;
  counters.reserved = to.reserved;
}

/** The workspace record. Throws before `workspace.initialise`, which is a caller's error. */
export function workspaceOf(state: Pick<State, 'indexes'>): Workspace {
  const { record } = state.indexes.workspace;
  if (record === undefined) throw new Error('The workspace has not been initialised');
  return record;
}
