import { Draws } from './draws.ts';
import type { Instant, Reservation, Task, Worker } from './records.ts';
import type { State } from './state.ts';
import { liveReservations } from './views/reservations.ts';
import type { ReservationView, TaskView } from './views/subjects.ts';
import { must, reservationView, taskView } from './views/subjects.ts';

/**
 * The records as a command finds them. Nearly every command is about one task, one reservation and one worker: those asked
 * for or put last are at hand, and what events and answers show of them is made once between one change and the next.
 */
export class Moment extends Draws {
  declare protected lastTask: Task | undefined;
  declare protected lastReservation: Reservation | undefined;
  declare protected lastWorker: Worker | undefined;
  declare private shownTask: TaskView | undefined;
  declare private shownReservation: ReservationView | undefined;
  /** A task, and its reservations that are live. */
  declare private held: string | undefined;
  declare private holding: readonly Reservation[];

  constructor(state: State, now: Instant) {
    super(state, now);
    this.lastTask = undefined;
    this.lastReservation = undefined;
    this.lastWorker = undefined;
    this.shownTask = undefined;
    this.shownReservation = undefined;
    this.held = undefined;
    this.holding = NOBODY;
  }

  /** A task as it stands; undefined when there is none of this SID. */
  task(sid: string): Task | undefined {
    if (this.lastTask?.sid !== sid) this.lastTask = this.state.tables.task.get(sid);
    return this.lastTask;
  }

  reservation(sid: string): Reservation | undefined {
    if (this.lastReservation?.sid !== sid) this.lastReservation = this.state.tables.reservation.get(sid);
    return this.lastReservation;
  }

  worker(sid: string): Worker | undefined {
    if (this.lastWorker?.sid !== sid) this.lastWorker = this.state.tables.worker.get(sid);
    return this.lastWorker;
  }

  /** The view of a task for events and the answer. */
  taskView(task: Task): TaskView {
    if (this.shownTask?.task !== task) this.shownTask = taskView(this.state, task);
    return this.shownTask;
  }

  /** The view of a reservation, with its task and its worker as they stand. */
  reservationView(reservation: Reservation): ReservationView {
    if (this.shownReservation?.reservation !== reservation) {
      const { taskSid, workerSid } = reservation;
      const task = this.taskView(must(this.task(taskSid), taskSid));
      this.shownReservation = reservationView(this.state, reservation, task, must(this.worker(workerSid), workerSid));
    }
    return this.shownReservation;
  }

  /** Reservations of a task that are neither ended nor rescinded, in order of creation. */
  liveReservations(taskSid: string): readonly Reservation[] {
    if (this.held !== taskSid) {
      this.held = taskSid;
      this.holding = liveReservations(this.state, taskSid, this);
    }
    return this.holding;
  }

  /** A record has changed. */
  protected pass(): void {
    this.shownTask = undefined;
    this.shownReservation = undefined;
  }

  /** A reservation has. */
  protected passReservations(): void {
    this.held = undefined;
  }
}

const NOBODY: readonly Reservation[] = [];
