import type { Draft } from '../../packages/mock-server/src/engine/drafts.ts';
import {
  reservationDraft,
  taskDraft,
  workerChannelDraft,
  workerDraft,
} from '../../packages/mock-server/src/engine/drafts.ts';
import type { EngineEvent, EventDetails, Subject } from '../../packages/mock-server/src/engine/events.ts';
import { createStream } from '../../packages/mock-server/src/engine/random.ts';
import type { Reservation, Task, Timer, Worker, WorkerChannel } from '../../packages/mock-server/src/engine/records.ts';
import { drawSid } from '../../packages/mock-server/src/engine/sids.ts';
import { Deadlines } from '../../packages/mock-server/src/engine/timers.ts';
import type { EntryWrite } from './entries.ts';
import { FloorIndexes } from './floor-indexes.ts';
import type { Samples } from './subjects.ts';
import { reservationSubject, samplesOf, taskSubject } from './subjects.ts';
import type { Workload } from './workload.ts';
import type { Writes } from './writes.ts';

/** Lifecycles whose tasks have ended and are not removed yet: 300 s at one a second. */
const KEPT = 300;
/** The deadline of an ended task's removal stands for as long. */
const REMOVAL = 300_000;
const NO_DETAILS: EventDetails = {};
const NOBODY: readonly string[] = [];

/** What a lifecycle leaves behind until its task is removed. */
interface Ended {
  readonly task: string;
  readonly reservation: string;
  readonly removal: Timer | undefined;
  readonly worker: number;
}

/**
 * A loop without any rules that writes what lifecycles write, into tables, deadlines and indexes as large as those of a
 * workload that has gone through some: it draws the SIDs, makes the journal entries with their records, arms and disarms
 * the deadlines, copies the records and puts them into maps, and removes those of old tasks. `indexed`: whether it also
 * makes the writes of the indexes.
 */
export class Floor {
  private readonly writes: Writes;
  private readonly samples: Samples;
  private readonly stream = createStream(1, 'floor');
  private readonly deadlines = new Deadlines();
  private readonly tasks: Map<string, Task>;
  private readonly reservations: Map<string, Reservation>;
  private readonly workers: Map<string, Worker>;
  private readonly channels: Map<string, WorkerChannel>;
  private readonly indexes: FloorIndexes | undefined;
  private readonly ended: Ended[] = [];
  private turn = 0;
  private subject: Subject;
  private sequence = 0;
  private timers = 0;
  private now: number;

  constructor(writes: Writes, { state, idle, now }: Workload, indexed: boolean) {
    if (writes.sids !== writes.entries.length + 2)
      throw new Error('one SID for each entry, the task and the reservation');
    this.writes = writes;
    this.now = now;
    const { task, worker, workerChannel } = state.tables;
    this.samples = samplesOf(state);
    this.subject = taskSubject(this.samples);
    this.tasks = new Map(Array.from(task).filter(([, { status }]) => status === 'pending'));
    this.reservations = new Map();
    this.workers = new Map(worker);
    this.channels = new Map(workerChannel);
    for (const { sid, ttlTimer } of this.tasks.values()) {
      if (ttlTimer !== null) this.deadlines.arm('task.ttl', sid, { due: ttlTimer.due, sequence: this.nextTimer() });
    }
    this.indexes = indexed ? new FloorIndexes(writes.indexes, idle) : undefined;
    for (let before = 0; before < KEPT; before += 1) this.lifecycle();
  }

  /** One round; answers with its journal entries. */
  lifecycle(): object[] {
    this.now += 1_000;
    const task = drawSid('WT', this.stream);
    const reservation = drawSid('WR', this.stream);
    const journal: object[] = [];
    for (const entry of this.writes.entries) journal.push(this.entry(entry, task, reservation));
    const removal = this.arm(task);
    this.put(task, reservation);
    const worker = this.indexes?.write(task, reservation) ?? 0;
    const at = this.turn % KEPT;
    this.turn += 1;
    this.remove(this.ended[at]);
    this.ended[at] = { task, reservation, removal, worker };
    return journal;
  }

  /** Arms the deadlines of a lifecycle and disarms them again, but that of the removal, which it answers with. */
  private arm(task: string): Timer | undefined {
    let removal: Timer | undefined;
    for (const after of this.writes.deadlines) {
      const timer = { due: this.now + after, sequence: this.nextTimer() };
      this.deadlines.arm('task.ttl', task, timer);
      if (after === REMOVAL) removal = timer;
      else this.deadlines.disarm(timer);
    }
    return removal;
  }

  private nextTimer(): number {
    this.timers += 1;
    return this.timers;
  }

  private entry(
    { type, resource, subject, ownDetails, ownRecipients }: EntryWrite,
    task: string,
    reservation: string,
  ): EngineEvent {
    const { samples } = this;
    this.sequence += 1;
    if (subject !== undefined) this.subject = subject === 'task' ? taskSubject(samples) : reservationSubject(samples);
    return {
      type,
      journaled: true,
      sid: drawSid('EV', this.stream),
      sequence: this.sequence,
      resource,
      resourceSid: resource === 'WT' ? task : reservation,
      subject: this.subject,
      details: ownDetails ? { filterExpression: type } : NO_DETAILS,
      recipients: ownRecipients ? [reservation] : NOBODY,
    };
  }

  private put(taskSid: string, reservationSid: string): void {
    const { tables } = this.writes;
    let { task, reservation, worker, workerChannel } = this.samples;
    for (let put = 0; put < tables.task; put += 1) {
      const draft: Draft<Task> = taskDraft(task);
      draft.version = put;
      draft.dateUpdated = this.now;
      if (put < tables.taskInStep) enterStep(draft, this.now);
      task = draft;
      this.tasks.set(taskSid, task);
    }
    for (let put = 0; put < tables.reservation; put += 1) {
      const draft: Draft<Reservation> = reservationDraft(reservation);
      draft.version = put;
      draft.dateUpdated = this.now;
      if (put < tables.reservationAdded) draft.idleBefore = { worker: put, channel: put };
      reservation = draft;
      this.reservations.set(reservationSid, reservation);
    }
    for (let put = 0; put < tables.worker; put += 1) {
      const draft: Draft<Worker> = workerDraft(worker);
      draft.version = put;
      worker = draft;
      this.workers.set(worker.sid, worker);
    }
    for (let put = 0; put < tables.workerChannel; put += 1) {
      const draft: Draft<WorkerChannel> = workerChannelDraft(workerChannel);
      draft.pending = put;
      workerChannel = draft;
      this.channels.set(workerChannel.sid, workerChannel);
    }
  }

  private remove(oldest: Ended | undefined): void {
    if (oldest === undefined) return;
    this.tasks.delete(oldest.task);
    this.reservations.delete(oldest.reservation);
    if (oldest.removal !== undefined) this.deadlines.disarm(oldest.removal);
    this.indexes?.remove(oldest.task, oldest.reservation, oldest.worker);
  }
}

/** A task's new step with its entry in the trail: parts of the record that are new with it. */
function enterStep(draft: Draft<Task>, now: number): void {
  const [entry] = draft.trail;
  if (draft.step?.kind !== 'workflow' || entry === undefined) return;
  const { kind, configuration, filter, target, rule } = draft.step;
  const { arrival, counted, attributes, from } = entry;
  draft.step = { kind, configuration, filter, target, rule, enteredAt: now };
  draft.trail = [{ at: now, arrival, counted, configuration, attributes, from, filter, target }];
}
