import type { SidPrefix } from '@taskbay/protocol';
import { Agenda } from './agenda.ts';
import type { Change } from './change.ts';
import type { Actor } from './commands.ts';
import type { EngineEvent, EventDetails, JournalEventType, Subject } from './events.ts';
import { Moment } from './moment.ts';
import { type Parted, workersPartedFrom } from './parted.ts';
import type { Instant, Reservation, Task, Worker, WorkerChannel, Workspace } from './records.ts';
import { shaped } from './shapes.ts';
import { returnToBeginning, type State, workspaceOf } from './state.ts';
import {
  reindexReservation,
  reindexTask,
  reindexWorker,
  reindexWorkerChannel,
  replaceRecord,
  restoreOrder,
} from './store.ts';
import type { ReadonlyTables, Records, TableName } from './tables.ts';

const NOBODY: readonly string[] = [];

/** The kinds of records that change all the time; each is put by a method of its own. */
type Lively = 'task' | 'reservation' | 'worker' | 'workerChannel';

const NO_DETAILS: EventDetails = {};

/**
 * One command's changes and events. It writes straight into the state and keeps what each record was before,
 * so that nothing is copied wholesale and `rollback` leaves no trace.
 */
export class Transaction extends Moment {
  declare readonly actor: Actor;
  declare readonly events: EngineEvent[];
  declare private lastChange: Change | undefined;
  /** Workers whose reservation of a task ended within this command still hear of the task. */
  declare private parted: Parted[] | undefined;
  declare private freed: Agenda | undefined;
  declare private unplaced: Agenda | undefined;
  declare private entered: Agenda | undefined;
  /** A task that is put in the table and still to be indexed, and what the indexes have of it. */
  declare private unindexed: Task | undefined;
  declare private indexed: Task | undefined;

  constructor(state: State, actor: Actor, now: Instant) {
    super(state, now);
    this.actor = actor;
    this.events = [];
    this.lastChange = undefined;
    this.parted = undefined;
    this.freed = undefined;
    this.unplaced = undefined;
    this.entered = undefined;
    this.unindexed = undefined;
    this.indexed = undefined;
  }

  /** Workers that routing has to look at after the handler is done. */
  get freedWorkers(): Agenda {
    this.freed ??= new Agenda();
    return this.freed;
  }

  /** Takes out a worker that routing has to look at. */
  takeFreed(): string | undefined {
    return this.freed?.take();
  }

  /** Routing need not look at a task any more. */
  setPlaced(taskSid: string): void {
    this.unplaced?.delete(taskSid);
  }

  /** Tasks that routing has to look at then. */
  get unplacedTasks(): Agenda {
    this.unplaced ??= new Agenda();
    return this.unplaced;
  }

  /** Takes out the task that routing has to look at first. */
  takeUnplaced(): string | undefined {
    return this.unplaced?.take();
  }

  /** Tasks whose step began within this command: only their `skip_if` is asked (BEHAVIOUR: FLOW-7). */
  get enteredSteps(): Agenda {
    this.entered ??= new Agenda();
    return this.entered;
  }

  get isRouted(): boolean {
    return (this.freed === undefined || this.freed.isEmpty) && (this.unplaced === undefined || this.unplaced.isEmpty);
  }

  /** Routing has several workers or several tasks to look at. */
  get isContested(): boolean {
    return this.freed?.hasSeveral === true || this.unplaced?.hasSeveral === true;
  }

  get tables(): ReadonlyTables {
    return this.state.tables;
  }

  get workspace(): Workspace {
    return workspaceOf(this.state);
  }

  get changed(): boolean {
    return this.lastChange !== undefined || this.events.length > 0;
  }

  /** Stores a new or replaced record and returns it. */
  put<N extends Exclude<TableName, Lively>>(table: N, made: Records[N]): Records[N] {
    this.settle();
    const record = shaped(table, made);
    const before = this.writable.tables[table].get(record.sid) as Records[N] | undefined;
    this.note(table, before, record);
    replaceRecord(this.writable, table, record.sid, before, record);
    return record;
  }

  /** Stores a task under a SID that was drawn for it, so that none is there before. */
  addTask(task: Task): Task {
    this.settle();
    this.indexed = undefined;
    return this.replaceTask(undefined, task);
  }

  /**
   * Stores a task. Indexes follow when something asks for them: a task that is created, enters a queue and is reserved
   * within one command moves in them once.
   */
  putTask(task: Task): Task {
    const before = this.task(task.sid);
    if (before === undefined || before !== this.unindexed) {
      this.settle();
      this.indexed = before;
    }
    return this.replaceTask(before, task);
  }

  private replaceTask(before: Task | undefined, task: Task): Task {
    this.unindexed = task;
    this.note('task', before, task);
    this.writable.tables.task.set(task.sid, task);
    return task;
  }

  /** Stores a reservation that was not there before. */
  addReservation(reservation: Reservation): Reservation {
    return this.replaceReservation(undefined, reservation);
  }

  putReservation(reservation: Reservation): Reservation {
    return this.replaceReservation(this.reservation(reservation.sid), reservation);
  }

  private replaceReservation(before: Reservation | undefined, reservation: Reservation): Reservation {
    const { sid } = reservation;
    this.note('reservation', before, reservation);
    this.passReservations();
    this.writable.tables.reservation.set(sid, reservation);
    reindexReservation(this.writable, sid, before, reservation);
    return reservation;
  }

  putWorker(worker: Worker): Worker {
    const before = this.worker(worker.sid);
    this.note('worker', before, worker);
    this.writable.tables.worker.set(worker.sid, worker);
    reindexWorker(this.writable, worker.sid, before, worker);
    return worker;
  }

  putWorkerChannel(channel: WorkerChannel): WorkerChannel {
    const before = this.writable.indexes.workerChannels.put(channel);
    this.note('workerChannel', before, channel);
    this.writable.tables.workerChannel.set(channel.sid, channel);
    reindexWorkerChannel(this.writable, channel.sid, before, channel);
    return channel;
  }

  removeTask(sid: string): void {
    this.settle();
    const before = this.task(sid);
    if (before === undefined) return;
    this.note('task', before, undefined);
    this.writable.tables.task.delete(sid);
    reindexTask(this.writable, sid, before, undefined);
  }

  removeReservation(sid: string): void {
    const before = this.reservation(sid);
    if (before === undefined) return;
    this.note('reservation', before, undefined);
    this.passReservations();
    this.writable.tables.reservation.delete(sid);
    reindexReservation(this.writable, sid, before, undefined);
  }

  remove<N extends Exclude<TableName, 'task' | 'reservation'>>(table: N, sid: string): void {
    this.settle();
    const before = this.writable.tables[table].get(sid) as Records[N] | undefined;
    if (before === undefined) return;
    this.note(table, before, undefined);
    replaceRecord(this.writable, table, sid, before, undefined);
  }

  /** Brings the indexes of tasks up to the records; before anybody asks for waiting tasks, and at the end. */
  settle(): void {
    const { unindexed, indexed } = this;
    if (unindexed === undefined) return;
    this.unindexed = undefined;
    reindexTask(this.writable, unindexed.sid, indexed, unindexed);
  }

  emit(
    type: JournalEventType,
    resource: SidPrefix,
    resourceSid: string,
    subject: Subject,
    details: EventDetails = NO_DETAILS,
    recipients: readonly string[] = NOBODY,
  ): void {
    const sequence = this.nextSequence();
    const sid = this.sid('EV');
    this.events.push({ type, journaled: true, sid, sequence, resource, resourceSid, subject, details, recipients });
  }

  /** A `task.updated` that only sockets carry, for a status change (BEHAVIOUR: event table). */
  tell(type: JournalEventType, resourceSid: string, subject: Subject, recipients: readonly string[]): void {
    this.events.push({
      type,
      journaled: false,
      sid: '',
      sequence: 0,
      resource: 'WT',
      resourceSid,
      subject,
      details: NO_DETAILS,
      recipients,
    });
  }

  /** Notes that a worker's reservation of a task ended now. */
  part(taskSid: string, workerSid: string): void {
    if (this.parted === undefined) this.parted = [{ taskSid, workerSid }];
    else this.parted.push({ taskSid, workerSid });
  }

  partedFrom(taskSid: string): readonly string[] {
    return this.parted === undefined ? NOBODY : workersPartedFrom(this.parted, taskSid);
  }

  commit(): void {
    if (this.changed) this.writable.counters.command += 1;
  }

  rollback(): void {
    this.settle();
    const revived = new Set<TableName>();
    for (let change = this.lastChange; change !== undefined; change = change.earlier) {
      const { sid } = (change.after ?? change.before) as Records[TableName];
      replaceRecord(this.writable, change.table, sid, change.after, change.before);
      if (change.after === undefined) revived.add(change.table);
    }
    for (const table of revived) restoreOrder(this.writable, table);
    returnToBeginning(this.writable);
  }

  /** Every change of a record goes through here, so that it can be undone. */
  private note(table: TableName, before: Records[TableName] | undefined, after: Records[TableName] | undefined): void {
    this.lastChange = { earlier: this.lastChange, table, before, after };
    this.pass();
  }
}
