import type { Draft } from '../../packages/mock-server/src/engine/drafts.ts';
import {
  reservationDraft,
  taskDraft,
  workerChannelDraft,
  workerDraft,
} from '../../packages/mock-server/src/engine/drafts.ts';
import { createStream } from '../../packages/mock-server/src/engine/random.ts';
import type { Reservation, Task, Timer, Worker, WorkerChannel } from '../../packages/mock-server/src/engine/records.ts';
import { drawSid } from '../../packages/mock-server/src/engine/sids.ts';
import { Deadlines } from '../../packages/mock-server/src/engine/timers.ts';
import { FloorIndexes } from './floor-indexes.ts';
import type { Workload } from './workload.ts';
import type { Writes } from './writes.ts';

/** One record of each kind to make copies of. */
interface Samples {
  readonly task: Task;
  readonly reservation: Reservation;
  readonly worker: Worker;
  readonly workerChannel: WorkerChannel;
}

/** Lifecycles whose tasks have ended and are not removed yet: 300 s at one a second. */
const KEPT = 300;
/** The deadline of an ended task's removal stands for as long. */
const REMOVAL = 300_000;

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
  private sequence = 0;
  private timers = 0;
  private now: number;

  constructor(writes: Writes, { state, idle, now }: Workload, indexed: boolean) {
    this.writes = writes;
    this.now = now;
    const { task, reservation, worker, workerChannel } = state.tables;
    this.samples = {
      task: first(task),
      reservation: first(reservation),
      worker: first(worker),
      workerChannel: first(workerChannel),
    };
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
    const { sids, entries } = this.writes;
    this.now += 1_000;
    const task = drawSid('WT', this.stream);
    const reservation = drawSid('WR', this.stream);
    const journal: object[] = [];
    for (let drawn = 2; drawn < sids; drawn += 1) {
      const sid = drawSid('EV', this.stream);
      if (journal.length < entries) journal.push(this.entry(sid, task, reservation));
    }
    const removal = this.arm(task);
    this.put(task, reservation);
    const worker = this.indexes?.write(task, reservation) ?? 0;
    this.ended.push({ task, reservation, removal, worker });
    if (this.ended.length > KEPT) this.remove();
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

  private entry(sid: string, task: string, reservation: string): object {
    this.sequence += 1;
    const { sequence, samples } = this;
    const subject = { workspace: samples, task: samples.task, channel: samples.workerChannel, worker: samples.worker };
    return {
      type: 'task.created',
      journaled: true,
      sid,
      sequence,
      resource: 'WT',
      resourceSid: task,
      subject,
      details: {},
      recipients: [reservation],
    };
  }

  private put(taskSid: string, reservationSid: string): void {
    const { tables } = this.writes;
    let { task, reservation, worker, workerChannel } = this.samples;
    for (let put = 0; put < tables.task; put += 1) {
      const draft: Draft<Task> = taskDraft(task);
      draft.version = put;
      draft.dateUpdated = this.now;
      task = draft;
      this.tasks.set(taskSid, task);
    }
    for (let put = 0; put < tables.reservation; put += 1) {
      const draft: Draft<Reservation> = reservationDraft(reservation);
      draft.version = put;
      draft.dateUpdated = this.now;
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

  private remove(): void {
    const oldest = this.ended.shift();
    if (oldest === undefined) return;
    this.tasks.delete(oldest.task);
    this.reservations.delete(oldest.reservation);
    if (oldest.removal !== undefined) this.deadlines.disarm(oldest.removal);
    this.indexes?.remove(oldest.task, oldest.reservation, oldest.worker);
  }
}

function first<T>(rows: ReadonlyMap<string, T>): T {
  for (const row of rows.values()) return row;
  throw new Error('run some lifecycles first');
}
