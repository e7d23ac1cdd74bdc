import type { Reservation, Task } from './records.ts';
import type { State } from './state.ts';
import { liveReservations } from './views/reservations.ts';
import type { ReservationView, TaskView } from './views/subjects.ts';
import { reservationView, taskView } from './views/subjects.ts';

/** What events and answers show of the records between one change and the next: made once, and shared by them. */
export class Moment {
  private readonly state: State;
  private shownTask: TaskView | undefined;
  private shownReservation: ReservationView | undefined;
  private held: string | undefined;
  private holding: readonly Reservation[] = [];

  constructor(state: State) {
    this.state = state;
  }

  /** A record has changed. */
  pass(): void {
    this.shownTask = undefined;
    this.shownReservation = undefined;
  }

  /** A reservation has. */
  passReservations(): void {
    this.held = undefined;
  }

  taskView(task: Task): TaskView {
    if (this.shownTask?.task !== task) this.shownTask = taskView(this.state, task);
    return this.shownTask;
  }

  /** `task`: as it stands now. */
  reservationView(reservation: Reservation, task: Task): ReservationView {
    if (this.shownReservation?.reservation !== reservation) {
      this.shownReservation = reservationView(this.state, reservation, this.taskView(task));
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
}
