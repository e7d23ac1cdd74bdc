import type { JsonObject } from '@taskbay/protocol';
import type { CallOptions, Client, UpdateOptions } from '../commands/client.ts';
import type { ConnectionState } from '../connection/machine.ts';
import { createEmitter, type Emitter, type ListenerFailure, Observable } from '../emitter.ts';
import { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { Logger } from '../log.ts';
import { resolvePorts, type WorkerOptions } from '../options.ts';
import { Session } from '../session/session.ts';
import type { SessionEvent } from '../session/session-event.ts';
import { readToken } from '../session/token-claims.ts';
import type { WorkerRecord } from '../store/records.ts';
import { isLive, Store } from '../store/store.ts';
import { createWire } from '../wire/create-wire.ts';
import type { Identity, WireGeneration } from '../wire/wire.ts';
import type { Activity } from './activity.ts';
import { ActivityEntry } from './activity-entry.ts';
import { announce } from './announce.ts';
import { becomeReady } from './become-ready.ts';
import { Directory } from './directory.ts';
import type { Reservation } from './reservation.ts';
import { type NewTask, taskParameters, Verbs } from './verbs.ts';
import type { WorkerChannel } from './worker-channel.ts';
import type { WorkerEvents } from './worker-events.ts';

/** What goes with a change of activity. */
export interface UpdateActivityOptions extends UpdateOptions {
  /** Reject what is pending when the new activity is not available; the server refuses otherwise. */
  readonly rejectPendingReservations?: boolean | undefined;
}

/**
 * One worker's session. Connects by itself after construction and stays connected until `disconnect()`. Throws
 * TaskbayError `usage` for a token or options that cannot work.
 */
export class BaseWorker extends Observable<WorkerEvents> {
  /** Any REST call this token allows, through the same bridge. */
  readonly client: Client;
  readonly #store = new Store();
  readonly #emitter: Emitter<WorkerEvents>;
  readonly #log: Logger;
  readonly #session: Session;
  readonly #verbs: Verbs;
  readonly #directory: Directory;
  readonly #options: WorkerOptions;
  #workerSid: string | undefined;
  readonly #entry: ActivityEntry;

  constructor(token: string, options: WorkerOptions, host: Host) {
    const failed: ListenerFailure = (name, cause) => this.#listenerFailed(name, cause);
    const emitter = createEmitter<WorkerEvents>(failed);
    super(emitter);
    const facts = readToken(token, options.wire);
    const wire = createWire(facts, options);
    const ports = resolvePorts(options, host);
    this.#emitter = emitter;
    this.#options = options;
    this.#log = ports.log;
    this.#workerSid = facts.workerSid;
    this.#session = new Session(wire, token, ports, this.#store, (event) => this.#publish(event));
    this.#verbs = new Verbs(this.#session, this.#store, () => this.#directory);
    this.#directory = new Directory(this.#store, this.#verbs, failed);
    this.#entry = new ActivityEntry(this, options, (error) => this.#report(error));
    this.client = this.#session.channel;
    // Not before the caller has had the chance to attach listeners.
    void Promise.resolve().then(() => {
      if (this.#session.state === 'idle') this.#session.start('started');
    });
  }

  /** Null until the server or the token has said so. */
  get sid(): string | null {
    return this.#session.identity?.workerSid ?? this.#workerSid ?? null;
  }

  get accountSid(): string | null {
    return this.#session.identity?.accountSid ?? null;
  }

  get workspaceSid(): string | null {
    return this.#session.identity?.workspaceSid ?? null;
  }

  /** Which generation of the event bridge is spoken. */
  get wire(): WireGeneration {
    return this.#session.wire.generation;
  }

  get state(): ConnectionState {
    return this.#session.state;
  }

  /** Null until `ready`, as are the other fields of the worker's resource. */
  get friendlyName(): string | null {
    return this.#record?.friendlyName ?? null;
  }

  /** Empty until `ready`. */
  get attributes(): JsonObject {
    return this.#record?.attributes ?? {};
  }

  get available(): boolean {
    return this.#record?.available ?? this.activity?.available ?? false;
  }

  get activity(): Activity | null {
    const record = this.#record;
    return record === undefined ? null : (this.#directory.activity(record.activitySid) ?? null);
  }

  /** Null on the wire of capability tokens, which has none. */
  get version(): number | null {
    return this.#record?.version ?? null;
  }

  get dateCreated(): Date | null {
    return this.#record?.dateCreated ?? null;
  }

  get dateUpdated(): Date | null {
    return this.#record?.dateUpdated ?? null;
  }

  get dateStatusChanged(): Date | null {
    return this.#record?.dateStatusChanged ?? null;
  }

  /** The workspace's activities by SID. */
  get activities(): ReadonlyMap<string, Activity> {
    return this.#bySid(this.#store.activities.rows(), (sid) => this.#directory.activity(sid));
  }

  /** The worker's channels by SID; empty where a capability token does not allow reading them. */
  get channels(): ReadonlyMap<string, WorkerChannel> {
    return this.#bySid(this.#store.channels.rows(), (sid) => this.#directory.channel(sid));
  }

  /** Pending, accepted and wrapping reservations by SID, oldest first. */
  get reservations(): ReadonlyMap<string, Reservation> {
    return this.#bySid(this.#store.reservations.rows().filter(isLive), (sid) => this.#directory.reservation(sid));
  }

  /** Resolves at `ready`, at once if it is; rejects when the session stops before that. */
  async whenReady(options?: CallOptions): Promise<this> {
    await becomeReady(this, options);
    return this;
  }

  /** Moves the worker to another activity. The `activity.update` event follows over the socket. */
  updateActivity(activitySid: string, options: UpdateActivityOptions = {}): Promise<this> {
    const { rejectPendingReservations: reject } = options;
    const params = { ActivitySid: activitySid, ...(reject === undefined ? {} : { RejectPendingReservations: reject }) };
    return this.update(params, options);
  }

  /** Replaces all attributes. */
  setAttributes(attributes: JsonObject, options?: UpdateOptions): Promise<this> {
    return this.update({ Attributes: attributes }, options);
  }

  /** Any change of the worker, by REST parameters: `ActivitySid`, `Attributes`, `FriendlyName` … */
  async update(params: Readonly<Record<string, unknown>>, options?: UpdateOptions): Promise<this> {
    await this.#verbs.updateWorker(params, options);
    return this;
  }

  /** Makes a task for this worker, whatever its activity and capacity; resolves with its SID. The offer follows. */
  async createTask(task: NewTask, options?: CallOptions): Promise<string> {
    return this.#verbs.createTask(taskParameters(task), options);
  }

  /** The workspace's activities as the server has them now. */
  async fetchActivities({ signal }: CallOptions = {}): Promise<Activity[]> {
    const records = await (await this.#session.reader(signal)).activities();
    for (const record of records) this.#store.activities.put(record);
    return present(records.map(({ sid }) => this.#directory.activity(sid)));
  }

  /** The live reservations as the server has them now; the state takes them in without events. */
  async fetchReservations({ signal }: CallOptions = {}): Promise<Reservation[]> {
    const found = await (await this.#session.reader(signal)).liveReservations();
    for (const { reservation, task, transfers } of found) this.#store.putReservation(reservation, task, transfers);
    return present(found.map(({ reservation }) => this.#directory.reservation(reservation.sid)));
  }

  /** The worker's channels as the server has them now. A capability token needs a policy for them. */
  async fetchChannels({ signal }: CallOptions = {}): Promise<WorkerChannel[]> {
    const records = await (await this.#session.reader(signal)).channels();
    for (const record of records) this.#store.channels.put(record);
    return present(records.map(({ sid }) => this.#directory.channel(sid)));
  }

  /**
   * Uses the token from now on and opens the session again if it had stopped. Throws `usage` for another worker's token
   * and for one of the other kind.
   */
  updateToken(token: string): void {
    const { generation, workerSid } = readToken(token, this.#options.wire);
    if (generation !== this.wire) {
      throw new TaskbayError('usage', `The new token is for wire ${generation}, not ${this.wire}`);
    }
    if (workerSid !== undefined && this.sid !== null && workerSid !== this.sid) {
      throw new TaskbayError('usage', `The new token is for ${workerSid}, not ${this.sid}`);
    }
    this.#session.updateToken(token);
  }

  /** Opens a stopped session again with the token it has; does nothing on an open one. */
  connect(): void {
    this.#session.start('started');
  }

  /**
   * Ends the session: no timer, request or socket of it is left when this resolves, and nothing reconnects. Objects stay
   * readable. Enters `disconnectActivity` first where the server does not do that itself (v2).
   */
  async disconnect(): Promise<void> {
    await this.#entry.disconnecting();
    this.#session.stop('disconnect() was called');
  }

  /** For subclasses: whose session this is, as soon as it is known. */
  protected identify({ signal }: CallOptions = {}): Promise<Identity> {
    return this.#session.identify(signal);
  }

  get #record(): WorkerRecord | undefined {
    return this.#store.worker.rows()[0];
  }

  #bySid<Entity>(rows: readonly { sid: string }[], find: (sid: string) => Entity | undefined): Map<string, Entity> {
    const found = new Map<string, Entity>();
    for (const { sid } of rows) {
      const entity = find(sid);
      if (entity !== undefined) found.set(sid, entity);
    }
    return found;
  }

  #publish(event: SessionEvent): void {
    if (event.type === 'error') {
      this.#report(event.error);
      return;
    }
    announce(event, { worker: this, emitter: this.#emitter, directory: this.#directory, store: this.#store });
    if (event.type === 'ready') void this.#entry.connected();
  }

  #listenerFailed(name: string, cause: unknown): void {
    const error = new TaskbayError('listener_failed', `A listener of "${name}" threw`, { cause });
    if (name === 'error') this.#log.error(error.message, { cause });
    else this.#report(error);
  }

  #report(error: TaskbayError): void {
    if (this.#emitter.listens('error')) this.#emitter.emit('error', error);
    else this.#log.error(error.message, { code: error.code, cause: error.cause });
  }
}

function present<Entity>(found: readonly (Entity | undefined)[]): Entity[] {
  return found.filter((entity) => entity !== undefined);
}
