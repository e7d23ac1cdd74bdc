import type { JsonObject } from '@taskbay/protocol';
import type { Parameters } from '../commands/api.ts';
import type { CallOptions, Client, UpdateOptions } from '../commands/client.ts';
import type { ConnectionState } from '../connection/machine.ts';
import { emit, hasListeners, type ListenerFailure, Observable } from '../emitter.ts';
import { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import { resolvePorts, type WorkerOptions } from '../options.ts';
import { createSession, type Session, type SessionOwner } from '../session/session.ts';
import { readActivities, readChannels } from '../session/snapshot.ts';
import { checkRenewal, readToken, type TokenFacts } from '../session/token-claims.ts';
import { type Change, putReservation } from '../store/changes.ts';
import type { Records, WorkerRecord } from '../store/records.ts';
import { isLive, Store } from '../store/store.ts';
import { createWire } from '../wire/create-wire.ts';
import { decode } from '../wire/decode.ts';
import type { Identity, WireGeneration } from '../wire/wire.ts';
import type { Activity } from './activity.ts';
import { enterActivity, isNamed } from './activity-entry.ts';
import { Directory, type EntityKind } from './directory.ts';
import { restNames } from './instructions.ts';
import { type NewTask, taskParameters } from './new-task.ts';
import type { Reservation } from './reservation.ts';
import { show } from './show.ts';
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
  declare readonly client: Client;
  /** Null until `ready`, as are the other fields of the worker's resource. */
  declare readonly friendlyName: string | null;
  /** Null on the wire of capability tokens, which has none. */
  declare readonly version: number | null;
  declare readonly dateCreated: Date | null;
  declare readonly dateUpdated: Date | null;
  declare readonly dateStatusChanged: Date | null;
  readonly #store = new Store();
  readonly #log: Log;
  readonly #session: Session;
  readonly #directory: Directory;
  readonly #options: WorkerOptions;
  readonly #facts: TokenFacts;
  #entered = false;

  constructor(token: string, options: WorkerOptions, host: Host) {
    const failed: ListenerFailure = (name, cause) =>
      this.#report(new TaskbayError('listener_failed', `A listener of "${name}" threw`, { cause }), name === 'error');
    super(failed);
    const facts = readToken(token, options.wire);
    const wire = createWire(facts, options, facts.generation === 'v1' ? facts.workerSid : null);
    const ports = resolvePorts(options, host);
    this.#options = options;
    this.#log = ports.log;
    this.#facts = facts;
    this.#session = createSession(wire, token, ports, this.#store, {
      emit: ((name, payload) => emit<WorkerEvents>(this, name, payload as never)) as SessionOwner['emit'],
      ready: () => this.#ready(),
      told: (change) => this.#told(change),
      failed: (error) => this.#report(error),
      check: (another) => checkRenewal(another, options.wire, facts.generation, this.sid),
    });
    const { request } = this.#session.api;
    this.client = { request };
    this.#directory = new Directory(this.#session.api, this.#store, failed);
    show(this, ['friendlyName', 'version', 'dateCreated', 'dateUpdated', 'dateStatusChanged'], () => this.#record);
    // Not before the caller has had the chance to attach listeners.
    void Promise.resolve().then(() => {
      if (this.state === 'idle') this.connect();
    });
  }

  /** Null until the server or the token has said so. */
  get sid(): string | null {
    return this.#session.identity?.workerSid ?? this.#facts.workerSid ?? null;
  }

  get accountSid(): string | null {
    return this.#session.identity?.accountSid ?? null;
  }

  get workspaceSid(): string | null {
    return this.#session.identity?.workspaceSid ?? null;
  }

  /** Which generation of the event bridge is spoken. */
  get wire(): WireGeneration {
    return this.#facts.generation;
  }

  get state(): ConnectionState {
    return this.#session.state();
  }

  /** Empty until `ready`. */
  get attributes(): JsonObject {
    return this.#record?.attributes ?? {};
  }

  get available(): boolean {
    return this.#record?.available ?? this.activity?.available ?? false;
  }

  get activity(): Activity | null {
    return this.#directory.find('activity', this.#record?.activitySid) ?? null;
  }

  /** The workspace's activities by SID. */
  get activities(): ReadonlyMap<string, Activity> {
    return bySid(this.#directory.all('activity'));
  }

  /** The worker's channels by SID; empty where a capability token does not allow reading them. */
  get channels(): ReadonlyMap<string, WorkerChannel> {
    return bySid(this.#directory.all('channel'));
  }

  /** Pending, accepted and wrapping reservations by SID, oldest first. */
  get reservations(): ReadonlyMap<string, Reservation> {
    return bySid(this.#directory.all('reservation').filter((reservation) => isLive(reservation.toJSON())));
  }

  /** Resolves at `ready`, at once if it is; rejects when the session stops before that. */
  whenReady(options?: CallOptions): Promise<this> {
    return this.#session.until(options, () => (this.state === 'ready' ? this : undefined));
  }

  /** Moves the worker to another activity. The `activity.update` event follows over the socket. */
  updateActivity(activitySid: string, options: UpdateActivityOptions = {}): Promise<this> {
    return this.update(activityParameters(activitySid, options), options);
  }

  /** Replaces all attributes. */
  setAttributes(attributes: JsonObject, options?: UpdateOptions): Promise<this> {
    return this.update({ Attributes: attributes }, options);
  }

  /** Any change of the worker, by REST parameters: `ActivitySid`, `Attributes`, `FriendlyName` … */
  async update(params: Readonly<Record<string, unknown>>, options?: UpdateOptions): Promise<this> {
    const payload = await this.#session.api.post('~', params, options, this.#record);
    this.#store.put('worker', decode('worker', payload));
    return this;
  }

  /** Makes a task for this worker, whatever its activity and capacity; resolves with its SID. The offer follows. */
  async createTask(task: NewTask, options?: CallOptions): Promise<string> {
    const { workerSid } = await this.identify(options);
    const payload = await this.#session.api.post('Tasks', taskParameters(task, workerSid), options);
    return decode('task', payload).sid;
  }

  /** The workspace's activities as the server has them now. */
  fetchActivities(options?: CallOptions): Promise<Activity[]> {
    return this.#taken('activity', readActivities(this.#session.api, options));
  }

  /** The live reservations as the server has them now; the state takes them in without events. */
  async fetchReservations(options?: CallOptions): Promise<Reservation[]> {
    const found = await this.#session.api.liveReservations(options);
    for (const one of found) putReservation(this.#store, one);
    return this.#found(
      'reservation',
      found.map(({ reservation }) => reservation),
    );
  }

  /** The worker's channels as the server has them now. A capability token needs a policy for them. */
  fetchChannels(options?: CallOptions): Promise<WorkerChannel[]> {
    return this.#taken('channel', readChannels(this.#session.api, options));
  }

  /**
   * Uses the token from now on and opens the session again if it had stopped. Throws `usage` for another worker's token
   * and for one of the other kind.
   */
  updateToken(token: string): void {
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
    // On v1 the server does this itself.
    await this.#enter(this.wire === 'v2' && this.state === 'ready' ? this.#options.disconnectActivity : undefined);
    this.#session.stop();
  }

  /** For subclasses: changes something of the workspace. */
  protected post(path: string, params: Parameters, options?: CallOptions): Promise<unknown> {
    return this.#session.api.post(path, params, options);
  }

  /** For subclasses: whose session this is, as soon as it is known. */
  protected identify(options?: CallOptions): Promise<Identity> {
    return this.#session.identify(options);
  }

  get #record(): WorkerRecord | undefined {
    return this.#store.rows('worker')[0];
  }

  async #taken<K extends 'activity' | 'channel'>(kind: K, read: Promise<Records[K][]>) {
    const records = await read;
    for (const record of records) this.#store.put(kind, record);
    return this.#found(kind, records);
  }

  #found<K extends EntityKind>(kind: K, records: readonly { readonly sid: string }[]) {
    return records.flatMap(({ sid }) => this.#directory.find(kind, sid) ?? []);
  }

  /** Enters `connectActivity` once, and again where a reconnect finds the worker in the activity of the end. */
  #ready(): void {
    const { connectActivity, disconnectActivity } = this.#options;
    emit<WorkerEvents>(this, 'ready', this);
    if (this.#entered && !isNamed(this.activity, disconnectActivity)) return;
    this.#entered = true;
    void this.#enter(connectActivity);
  }

  async #enter(sidOrName: string | undefined): Promise<void> {
    if (sidOrName) await enterActivity(this, sidOrName).catch((error) => this.#report(error));
  }

  /** The object's own listeners first, then the worker's. */
  #told(change: Change): void {
    const { kind, name } = change;
    const about = kind === 'worker' ? this : kind === 'failure' ? change.failure : this.#directory.tell(change);
    emit<WorkerEvents>(this, name, about as never);
  }

  /** `logged`: there is no listener of `error`, or it is what failed. */
  #report(error: TaskbayError, logged = !hasListeners(this, 'error')): void {
    if (logged) this.#log('error', error.message, error);
    else emit<WorkerEvents>(this, 'error', error);
  }
}

/** Parameters of a change of activity. */
export function activityParameters(
  activitySid: string,
  { rejectPendingReservations }: UpdateActivityOptions,
): Parameters {
  return restNames({ activitySid, rejectPendingReservations });
}

function bySid<Entity extends { readonly sid: string }>(entities: readonly Entity[]): ReadonlyMap<string, Entity> {
  return new Map(entities.map((entity) => [entity.sid, entity]));
}
