import {
  reservationDraft,
  taskDraft,
  workerChannelDraft,
  workerDraft,
} from '../../packages/mock-server/src/engine/drafts.ts';
import { createStream } from '../../packages/mock-server/src/engine/random.ts';
import type { Reservation, Task, Worker, WorkerChannel } from '../../packages/mock-server/src/engine/records.ts';
import { drawSid } from '../../packages/mock-server/src/engine/sids.ts';
import { Deadlines } from '../../packages/mock-server/src/engine/timers.ts';
import { Transaction } from '../../packages/mock-server/src/engine/transaction.ts';
import type { Workload } from './workload.ts';

const KINDS = ['task', 'reservation', 'worker', 'workerChannel'] as const;
type Kind = (typeof KINDS)[number];

/** What one lifecycle writes, counted from real ones; each also removes a task and a reservation. */
export interface Writes {
  readonly sids: number;
  readonly entries: number;
  readonly timers: number;
  readonly puts: Readonly<Record<Kind, number>>;
}

/** Counts what lifecycles write, by listening in on the transactions. */
export function countWrites(workload: Workload, lifecycles: number): Writes {
  let sids = 0;
  const puts = { task: 0, reservation: 0, worker: 0, workerChannel: 0 };
  const { sid, putTask, putReservation, putWorker, putWorkerChannel } = Transaction.prototype;
  Transaction.prototype.sid = function (prefix) {
    sids += 1;
    return sid.call(this, prefix);
  };
  Transaction.prototype.putTask = function (task) {
    puts.task += 1;
    return putTask.call(this, task);
  };
  Transaction.prototype.putReservation = function (reservation) {
    puts.reservation += 1;
    return putReservation.call(this, reservation);
  };
  Transaction.prototype.putWorker = function (worker) {
    puts.worker += 1;
    return putWorker.call(this, worker);
  };
  Transaction.prototype.putWorkerChannel = function (channel) {
    puts.workerChannel += 1;
    return putWorkerChannel.call(this, channel);
  };
  const { sequence, timer } = { ...workload.state.counters };
  workload.prepare(lifecycles);
  try {
    for (let done = 0; done < lifecycles; done += 1) workload.lifecycle();
  } finally {
    Object.assign(Transaction.prototype, { sid, putTask, putReservation, putWorker, putWorkerChannel });
  }
  const { counters } = workload.state;
  const each = (count: number): number => Math.round(count / lifecycles);
  return {
    sids: each(sids),
    entries: each(counters.sequence - sequence),
    timers: each(counters.timer - timer),
    puts: {
      task: each(puts.task),
      reservation: each(puts.reservation),
      worker: each(puts.worker),
      workerChannel: each(puts.workerChannel),
    },
  };
}

/** One record of each kind to make copies of. */
interface Samples {
  readonly task: Task;
  readonly reservation: Reservation;
  readonly worker: Worker;
  readonly workerChannel: WorkerChannel;
}

/** Records of a workload that has gone through lifecycles. */
export function samplesOf({ state }: Workload): Samples {
  const sample = <T>(rows: ReadonlyMap<string, T>): T => {
    for (const row of rows.values()) return row;
    throw new Error('run some lifecycles first');
  };
  const { task, reservation, worker, workerChannel } = state.tables;
  return {
    task: sample(task),
    reservation: sample(reservation),
    worker: sample(worker),
    workerChannel: sample(workerChannel),
  };
}

/** Lifecycles whose tasks have ended and are not removed yet: 300 s at one a second. */
const KEPT = 300;

/**
 * A loop without any rules that writes what lifecycles write: it draws the SIDs, makes the journal entries with their
 * records, arms and disarms the deadlines, copies the records and puts them into maps, and removes those of old tasks.
 */
export class Floor {
  private readonly writes: Writes;
  private readonly samples: Samples;
  private readonly stream = createStream(1, 'floor');
  private readonly deadlines = new Deadlines();
  private readonly tasks = new Map<string, Task>();
  private readonly reservations = new Map<string, Reservation>();
  private readonly workers = new Map<string, Worker>();
  private readonly channels = new Map<string, WorkerChannel>();
  private readonly ended: { readonly task: string; readonly reservation: string }[] = [];
  private sequence = 0;
  private now = 1_000_000_000_000;

  constructor(writes: Writes, samples: Samples) {
    this.writes = writes;
    this.samples = samples;
  }

  /** One round; answers with its journal entries. */
  lifecycle(): object[] {
    const { sids, entries, timers } = this.writes;
    this.now += 1_000;
    const task = drawSid('WT', this.stream);
    const reservation = drawSid('WR', this.stream);
    const journal: object[] = [];
    for (let drawn = 2; drawn < sids; drawn += 1) {
      const sid = drawSid('EV', this.stream);
      if (journal.length < entries) journal.push(this.entry(sid, task, reservation));
    }
    for (let armed = 0; armed < timers; armed += 1) this.deadlines.arm('task.ttl', task, this.timer(armed));
    for (let armed = 0; armed < timers; armed += 1) this.deadlines.disarm(this.timer(armed));
    this.put(task, reservation);
    this.ended.push({ task, reservation });
    if (this.ended.length > KEPT) this.remove();
    return journal;
  }

  private timer(armed: number) {
    return { due: this.now + armed * 60_000, sequence: this.sequence + armed };
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
    const { puts } = this.writes;
    let { task, reservation, worker, workerChannel } = this.samples;
    for (let put = 0; put < puts.task; put += 1) {
      const draft = taskDraft(task);
      draft.version = put;
      draft.dateUpdated = this.now;
      task = draft;
      this.tasks.set(taskSid, task);
    }
    for (let put = 0; put < puts.reservation; put += 1) {
      const draft = reservationDraft(reservation);
      draft.version = put;
      draft.dateUpdated = this.now;
      reservation = draft;
      this.reservations.set(reservationSid, reservation);
    }
    for (let put = 0; put < puts.worker; put += 1) {
      const draft = workerDraft(worker);
      draft.version = put;
      worker = draft;
      this.workers.set(worker.sid, worker);
    }
    for (let put = 0; put < puts.workerChannel; put += 1) {
      const draft = workerChannelDraft(workerChannel);
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
  }
}
