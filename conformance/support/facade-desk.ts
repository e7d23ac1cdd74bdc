import type { TaskRouter } from '@taskbay/sdk/v1';
import { CHANNEL_EVENTS, RESERVATION_EVENTS, TASK_EVENTS } from './event-names.ts';
import { Mailbox } from './mailbox.ts';

type Facade = InstanceType<typeof TaskRouter.Worker>;
type Done = (error: { readonly message: string } | null, result: unknown) => void;

/** The objects of the old SDK, as far as the cases use them. */
interface OldTask {
  readonly sid: string;
  readonly assignmentStatus: string;
  readonly attributes: object;
  update(params: object, done: Done): void;
  complete(done: Done, reason: string): void;
}

export interface OldReservation {
  readonly sid: string;
  readonly reservationStatus: string;
  readonly task: OldTask;
  accept(done: Done): void;
  reject(activitySidOrDone: string | Done, done?: Done): void;
  update(nameOrParams: string | object, valueOrDone: string | Done, done?: Done): void;
}

interface OldChannel {
  readonly taskChannelUniqueName: string;
  readonly configuredCapacity: number;
  readonly available: boolean | number;
}

interface OldList {
  readonly data: readonly unknown[];
}

/** The old SDK keeps no lists: what a page has to keep itself to know what its worker holds. */
export class FacadeDesk {
  readonly sid: string;
  readonly reservations = new Map<string, { readonly reservation: OldReservation; readonly status: string }>();
  readonly #tasks = new Map<string, OldTask>();
  readonly #channels = new Map<string, OldChannel>();
  readonly #offers = new Mailbox<string>();
  readonly #told = new Mailbox<string>();
  readonly #worker: Facade;

  constructor(worker: Facade) {
    this.#worker = worker;
    this.sid = (worker as unknown as { workerSid: string }).workerSid;
    for (const type of RESERVATION_EVENTS) worker.on(type, (one) => this.#reservation(type, one as OldReservation));
    for (const type of TASK_EVENTS) {
      worker.on(type, (one) => {
        this.task(one as OldTask);
        this.#told.put(`${type} ${(one as OldTask).sid}`);
      });
    }
    for (const type of CHANNEL_EVENTS) {
      worker.on(type, (one) => {
        this.#channel(one as OldChannel);
        this.#told.put(`worker.${type} ${this.sid}`);
      });
    }
    for (const type of ['activity.update', 'attributes.update'] as const) {
      worker.on(type, () => this.#told.put(`worker.${type} ${this.sid}`));
    }
    worker.on('token.expired', () => this.#told.put(`token.expired ${this.sid}`));
    worker.on('disconnected', () => {
      this.reservations.clear();
      this.#told.put(`disconnected ${this.sid}`);
    });
    worker.on('ready', () => {
      void this.#read().then(() => this.#told.put(`ready ${this.sid}`));
    });
  }

  nextOffer(): Promise<string> {
    return this.#offers.take();
  }

  async told(type: string, sid: string): Promise<void> {
    await this.#told.take((event) => event === `${type} ${sid}`);
  }

  held(sid: string) {
    const held = this.reservations.get(sid);
    if (held === undefined) throw new Error(`The page knows no reservation ${sid}`);
    return held;
  }

  moved(sid: string, status: string): void {
    this.reservations.set(sid, { ...this.held(sid), status });
  }

  task(task: OldTask): void {
    this.#tasks.set(task.sid, task);
  }

  taskOf(reservationSid: string): OldTask {
    const { task } = this.held(reservationSid).reservation;
    return this.#tasks.get(task.sid) ?? task;
  }

  channel(uniqueName: string): { readonly capacity: number; readonly available: boolean } {
    const channel = this.#channels.get(uniqueName);
    if (channel === undefined) throw new Error(`The page knows no channel ${uniqueName}`);
    return { capacity: channel.configuredCapacity, available: Boolean(channel.available) };
  }

  #channel(channel: OldChannel): void {
    this.#channels.set(channel.taskChannelUniqueName, channel);
  }

  #reservation(type: string, reservation: OldReservation): void {
    const { sid, reservationStatus: status, task } = reservation;
    this.reservations.set(sid, { reservation, status });
    this.task(task);
    if (type === 'reservation.created') this.#offers.put(sid);
    this.#told.put(`${type} ${sid}`);
  }

  /** What is pending is told by events after `ready`; the rest a page has to ask for. */
  async #read(): Promise<void> {
    const worker = this.#worker;
    const channels = await new Promise<OldList>((resolve, reject) => {
      worker.fetchChannels((error, list) => (error === null ? resolve(list as unknown as OldList) : reject(error)));
    });
    for (const channel of channels.data) this.#channel(channel as OldChannel);
    for (const ReservationStatus of ['accepted', 'wrapping']) {
      const first = await new Promise<OldList>((resolve, reject) => {
        const done: Done = (error, list) => (error === null ? resolve(list as OldList) : reject(error));
        worker.fetchReservations(done, { ReservationStatus });
      });
      for (const one of first.data) this.#known(one as OldReservation);
    }
  }

  #known(reservation: OldReservation): void {
    this.reservations.set(reservation.sid, { reservation, status: reservation.reservationStatus });
    this.task(reservation.task);
  }
}
