import type { Reservation as ModernReservation } from '../entities/reservation.ts';
import type { Worker as ModernWorker, WorkerEvents } from '../index.ts';
import { asCallback, type Callback } from './bridge.ts';
import type { Claims } from './claims.ts';
import { fill, hide, type Payload } from './convert.ts';
import { type Entity, toEntity } from './entities.ts';
import { type FetchedList, List } from './lists.ts';
import { consoleLogger, OwnResource } from './own-resource.ts';
import { channelPayload, reservationPayload, taskPayload, workerPayload } from './payloads.ts';
import { Reservation } from './reservation.ts';
import { Statistics } from './statistics.ts';

export type Modern = Pick<ModernWorker, keyof ModernWorker>;

export interface WorkerArguments {
  readonly token: string;
  readonly claims: Claims;
  readonly debug: unknown;
  readonly connectActivitySid: string | undefined;
  readonly maxRetries: unknown;
}

const RESERVATION_EVENTS = [
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
] as const satisfies (keyof WorkerEvents)[];

const TASK_EVENTS = ['task.updated', 'task.canceled', 'task.completed', 'task.wrapup'] as const;
const WORKER_EVENTS = ['activity.update', 'attributes.update'] as const;
const CHANNEL_EVENTS = ['capacity.update', 'channel.availability.update'] as const;

/** `Twilio.TaskRouter.Worker`: the old client's methods and events on a modern worker. */
export class WorkerClient extends OwnResource {
  declare readonly activities: List;
  readonly statistics: Statistics;
  readonly #modern: Modern;
  readonly #connectActivitySid: string | undefined;
  /** Offers told since the socket opened: those found at `ready` must not be told again by their event. */
  #offered = new Set<string>();
  #skipFetch = false;
  /** Reservation events wait for their reads one after the other, so that none overtakes another. */
  #telling: Promise<void> = Promise.resolve();

  constructor(modern: Modern, { token, claims, debug, connectActivitySid, maxRetries }: WorkerArguments) {
    const path = `Workspaces/${claims.workspace_sid}/Workers/${claims.worker_sid}`;
    super(token, debug, modern, claims.workspace_sid, path, maxRetries);
    this.#modern = modern;
    this.#connectActivitySid = connectActivitySid;
    hide(this, 'workerSid', claims.worker_sid);
    hide(this, 'connectActivitySid', connectActivitySid);
    hide(this, 'activities', new List(this.bridge, `${this.bridge.workspacePath}/Activities`));
    this.statistics = new Statistics(this.bridge, `${path}/Statistics`);
    this.#listen(debug);
  }

  /** Deprecated since 1.1: use `update`. */
  updateActivity(activitySid: string, callback?: Callback<Entity>): void {
    this.update({ ActivitySid: activitySid }, callback);
  }

  /** Deprecated since 1.1: use `activities.fetch`. */
  fetchActivityList(callback: Callback<FetchedList>): void {
    this.activities.fetch(callback);
  }

  /** The callback comes before the parameters. */
  fetchReservations(callback: Callback<FetchedList>, params?: object): void {
    const make = async (payload: Payload) => {
      const task = await this.bridge.request('GET', `${this.bridge.workspacePath}/Tasks/${payload.task_sid}`);
      return new Reservation(this.bridge, payload, task);
    };
    new List(this.bridge, `${this.path}/Reservations`, make).fetch(params ?? {}, callback);
  }

  /** The worker's channels. */
  fetchChannels(callback: Callback<FetchedList>): void {
    new List(this.bridge, `${this.path}/Channels`).fetch(callback);
  }

  /** Changes a task by its SID, with REST parameters. */
  updateTask(taskSid: string, params: object, callback?: Callback<Entity>): void {
    const path = `${this.bridge.workspacePath}/Tasks/${taskSid}`;
    this.bridge.send('POST', path, params, (payload) => toEntity(this.bridge, payload), asCallback<Entity>(callback));
  }

  /** The callback comes before the reason. */
  completeTask(taskSid: string, callback?: Callback<Entity>, reason?: string): void {
    this.updateTask(taskSid, { AssignmentStatus: 'completed', Reason: reason }, callback);
  }

  /** With true, reservation events come without reading reservation and task anew. */
  setSkipFetchReservation(skip: boolean): void {
    this.#skipFetch = skip;
  }

  /** Closes the socket until `reconnect`. */
  disconnect(): void {
    void this.#modern.disconnect();
  }

  /** Opens the socket again. */
  reconnect(): void {
    this.#modern.connect();
  }

  #listen(debug: unknown): void {
    const modern = this.#modern;
    modern.on('connected', () => {
      this.#offered = new Set();
      this.emit('connected');
    });
    modern.on('ready', () => this.#ready());
    modern.on('disconnected', () => {
      this.emit('disconnected', { message: 'Websocket disconnected due to lost connectivity' });
    });
    modern.on('token.expired', () => this.emit('token.expired'));
    modern.on('error', (error) => {
      // Unlike the old SDK, an error nobody listens to ends no page.
      if (!this.emit('error', { response: error, message: error.message })) consoleLogger(debug).error(error.message);
    });
    modern.on('reservation.created', (reservation) => this.#offer(reservation));
    modern.on('reservation.failed', ({ payload }) => this.emit('reservation.failed', payload));
    for (const name of RESERVATION_EVENTS) modern.on(name, (reservation) => this.#tell(name, reservation));
    for (const name of WORKER_EVENTS) modern.on(name, () => this.emit(name, this.#worker()));
    for (const name of TASK_EVENTS) {
      modern.on(name, (task) => this.emit(name, toEntity(this.bridge, taskPayload(task, modern))));
    }
    for (const name of CHANNEL_EVENTS) {
      modern.on(name, (channel) => this.emit(name, toEntity(this.bridge, channelPayload(channel, modern))));
    }
  }

  #worker(): Entity {
    const payload = workerPayload(this.#modern);
    fill(this, payload);
    return toEntity(this.bridge, payload);
  }

  #ready(): void {
    this.emit('ready', this.#worker());
    const pending = [...this.#modern.reservations.values()].filter(({ status }) => status === 'pending');
    for (const reservation of pending) this.#offer(reservation);
    if (pending.length > 0 || this.#connectActivitySid === undefined) return;
    this.update({ ActivitySid: this.#connectActivitySid });
  }

  #offer(reservation: ModernReservation): void {
    if (this.#offered.has(reservation.sid)) return;
    this.#offered.add(reservation.sid);
    this.#tell('reservation.created', reservation);
  }

  #tell(name: string, modern: ModernReservation): void {
    const known = reservationPayload(modern, this.#modern);
    const task = taskPayload(modern.task, this.#modern);
    const read = this.#skipFetch ? Promise.resolve([known, task] as const) : this.#read(known, task);
    this.#telling = this.#telling
      .then(() => read)
      .then(([payload, itsTask]) => {
        const reservation = new Reservation(
          this.bridge,
          { ...payload, reservation_status: known.reservation_status },
          itsTask,
        );
        this.#readAsWorker(reservation);
        this.emit(name, reservation);
      });
  }

  /** As the server has them now; what was pushed does where reading fails. */
  async #read(known: Payload, task: Payload): Promise<readonly [Payload, Payload]> {
    const taskPath = `${this.bridge.workspacePath}/Tasks/${task.sid}`;
    const { bridge } = this;
    const or = (fallback: Payload) => () => fallback;
    return Promise.all([
      bridge.request('GET', `${taskPath}/Reservations/${known.sid}`).catch(or(known)),
      bridge.request('GET', taskPath).catch(or(task)),
    ]);
  }

  /** Version 1.0 passed the worker to the events of its answers. */
  #readAsWorker(reservation: Reservation): void {
    const { friendlyName, activity, available } = this.#modern;
    hide(reservation, 'friendly_name', friendlyName);
    hide(reservation, 'activity_name', activity?.friendlyName);
    hide(reservation, 'available', available);
  }
}
