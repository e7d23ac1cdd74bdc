import { Draws } from './draws.ts';
import type { Instant, Reservation, Task, Worker } from './records.ts';
import type { State } from './state.ts';
import { liveReservations } from './views/reservations.ts';
import type { ReservationView, TaskView } from './views/subjects.ts';
import { must, reservationView, taskView } from './views/subjects.ts';

/** The records as a command finds them; what events and answers show of them is made once between one change and the next. */
export class Moment extends Draws {
  declare private shownTask: TaskView | undefined;
  declare private shownReservation: ReservationView | undefined;
  /** A task, and its reservations that are live. */
  declare private held: string | undefined;
  declare private holding: readonly Reservation[];

  constructor(state: State, now: Instant) {
    super(state, now);
    this.shownTask = undefined;
    this.shownReservation = undefined;
    this.held = undefined;
    this.holding = NOBODY;
  }

  /** A task as it stands; undefined when there is none of this SID. */
  task(sid: string): Task | undefined {
    return this.state.tables.task.get(sid);
  }

  reservation(sid: string): Reservation | undefined {
    return this.state.tables.reservation.get(sid);
  }

  worker(sid: string): Worker | undefined {
    return this.state.tables.worker.get(sid);
  }

  /** The view of a task for events and the answer. */
  taskView(task: Task): TaskView {
    if (this.shownTask?.task !== task) this.shownTask = taskView(this.state, task);
    return this.shownTask;
  }

  /** The view of a reservation, with its task as it stands. */
  reservationView(reservation: Reservation): ReservationView {
    if (this.shownReservation?.reservation !== reservation) {
      const task = this.taskView(must(this.task(reservation.taskSid), reservation.taskSid));
      this.shownReservation = reservationView(this.state, reservation, task);
    }
    return this.shownReservation;
  }

  /** Reservations of a task that are neither ended nor rescinded, in order of creation. */
  liveReservations(taskSid: string): readonly Reservation[] {
    if (this.held !== taskSid) {
      this.held = taskSid;
      this.holding = liveReservations(this.state, taskSid);
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
