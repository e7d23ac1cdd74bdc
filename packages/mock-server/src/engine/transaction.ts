import type { SidPrefix } from '@taskbay/protocol';
import { Agenda } from './agenda.ts';
import type { Change } from './change.ts';
import type { Actor } from './commands.ts';
import type { EngineEvent, EventDetails, JournalEventType, Subject } from './events.ts';
import { Moment } from './moment.ts';
import { type Parted, workersPartedFrom } from './parted.ts';
import type { Instant, Reservation, Task, Timer, Worker, WorkerChannel, Workspace } from './records.ts';
import { shaped } from './shapes.ts';
import { drawSid } from './sids.ts';
import { markBeginning, returnToBeginning, type State, type WritableState, workspaceOf } from './state.ts';
import {
  reindexReservation,
  reindexTask,
  reindexWorker,
  reindexWorkerChannel,
  replaceRecord,
  restoreOrder,
} from './store.ts';
import type { ReadonlyTables, Records, TableName } from './tables.ts';
import { must, type ReservationView, type TaskView } from './views/subjects.ts';

const NOBODY: readonly string[] = [];

/** The kinds of records that change all the time; each is put by a method of its own. */
type Lively = 'task' | 'reservation' | 'worker' | 'workerChannel';

const NO_DETAILS: EventDetails = {};

/**
 * One command's changes and events. It writes straight into the state and keeps what each record was before,
 * so that nothing is copied wholesale and `rollback` leaves no trace.
 */
export class Transaction {
  readonly now: Instant;
  readonly actor: Actor;
  readonly state: State;
  readonly events: EngineEvent[] = [];
  /** Workers that routing has to look at after the handler is done. */
  readonly freedWorkers = new Agenda();
  private readonly writable: WritableState;
  private lastChange: Change | undefined;
  /** Workers whose reservation of a task ended within this command still hear of the task. */
  private parted: Parted[] | undefined;
  private unplaced: Agenda | undefined;
  private entered: Agenda | undefined;
  private readonly moment: Moment;
  /** A task that is put in the table and still to be indexed, and what the indexes have of it. */
  private unindexed: Task | undefined;
  private indexed: Task | undefined;

  constructor(state: State, actor: Actor, now: Instant) {
    this.state = state;
    this.writable = state as WritableState;
    this.actor = actor;
    this.now = now;
    markBeginning(this.writable);
    this.moment = new Moment(state);
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
    return this.freedWorkers.isEmpty && (this.unplaced === undefined || this.unplaced.isEmpty);
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
    this.note(table, record.sid, before, record);
    replaceRecord(this.writable, table, record.sid, before, record);
    return record;
  }

  /** A task as it stands; undefined when there is none of this SID. */
  task(sid: string): Task | undefined {
    return this.unindexed?.sid === sid ? this.unindexed : this.writable.tables.task.get(sid);
  }

  reservation(sid: string): Reservation | undefined {
    return this.writable.tables.reservation.get(sid);
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
    if (this.unindexed?.sid === task.sid) return this.replaceTask(this.unindexed, task);
    this.settle();
    this.indexed = this.task(task.sid);
    return this.replaceTask(this.indexed, task);
  }

  private replaceTask(before: Task | undefined, task: Task): Task {
    this.unindexed = task;
    this.note('task', task.sid, before, task);
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
    this.note('reservation', sid, before, reservation);
    this.writable.tables.reservation.set(sid, reservation);
    reindexReservation(this.writable, sid, before, reservation);
    return reservation;
  }

  putWorker(worker: Worker): Worker {
    const rows = this.writable.tables.worker;
    const before = rows.get(worker.sid);
    this.note('worker', worker.sid, before, worker);
    rows.set(worker.sid, worker);
    reindexWorker(this.writable, worker.sid, before, worker);
    return worker;
  }

  putWorkerChannel(channel: WorkerChannel): WorkerChannel {
    const before = this.writable.indexes.workerChannels.put(channel);
    this.note('workerChannel', channel.sid, before, channel);
    this.writable.tables.workerChannel.set(channel.sid, channel);
    reindexWorkerChannel(this.writable, channel.sid, before, channel);
    return channel;
  }

  remove<N extends TableName>(table: N, sid: string): void {
    this.settle();
    const before = this.writable.tables[table].get(sid) as Records[N] | undefined;
    if (before === undefined) return;
    this.note(table, sid, before, undefined);
    replaceRecord(this.writable, table, sid, before, undefined);
  }

  /** Brings the indexes of tasks up to the records; before anybody asks for waiting tasks, and at the end. */
  settle(): void {
    const { unindexed, indexed } = this;
    if (unindexed === undefined) return;
    this.unindexed = undefined;
    reindexTask(this.writable, unindexed.sid, indexed, unindexed);
  }

  /** The view of a task for events and the answer. */
  taskView(task: Task): TaskView {
    return this.moment.taskView(task);
  }

  /** The view of a reservation, with its task as it stands. */
  reservationView(reservation: Reservation): ReservationView {
    const task = must(this.task(reservation.taskSid), reservation.taskSid);
    return this.moment.reservationView(reservation, task);
  }

  /** Reservations of a task that are neither ended nor rescinded, in order of creation. */
  liveReservations(taskSid: string): readonly Reservation[] {
    return this.moment.liveReservations(taskSid);
  }

  sid(prefix: SidPrefix): string {
    return drawSid(prefix, this.writable.sidStream);
  }

  ordinal(): number {
    this.writable.counters.ordinal += 1;
    return this.writable.counters.ordinal;
  }

  /** Next position in the order of offers (who was reserved last). */
  nextReserved(): number {
    this.writable.counters.reserved += 1;
    return this.writable.counters.reserved;
  }

  /** A timer due `seconds` from now. */
  timer(seconds: number): Timer {
    return this.timerAt(this.now + seconds * 1000);
  }

  timerAt(due: Instant): Timer {
    this.writable.counters.timer += 1;
    return { due, sequence: this.writable.counters.timer };
  }

  emit(
    type: JournalEventType,
    resource: SidPrefix,
    resourceSid: string,
    subject: Subject,
    details: EventDetails = NO_DETAILS,
    recipients: readonly string[] = NOBODY,
  ): void {
    this.writable.counters.sequence += 1;
    const sequence = this.writable.counters.sequence;
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
      replaceRecord(this.writable, change.table, change.sid, change.after, change.before);
      if (change.after === undefined) revived.add(change.table);
    }
    for (const table of revived) restoreOrder(this.writable, table);
    returnToBeginning(this.writable);
  }

  /** Every change of a record goes through here, so that it can be undone. */
  private note(
    table: TableName,
    sid: string,
    before: Records[TableName] | undefined,
    after: Records[TableName] | undefined,
  ): void {
    this.lastChange = { earlier: this.lastChange, table, sid, before, after };
    this.moment.pass();
    if (table === 'reservation') this.moment.passReservations();
  }
}
