import type { JsonObject } from '@taskbay/protocol';
import type { Api } from '../commands/api.ts';
import type { CallOptions, Client, UpdateOptions } from '../commands/client.ts';
import type { ConnectionState } from '../connection/machine.ts';
import { emit, type ListenerFailure, Observable } from '../emitter.ts';
import { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import { resolvePorts, type WorkerOptions } from '../options.ts';
import { createSession, type Session } from '../session/session.ts';
import { readActivities, readChannels } from '../session/snapshot.ts';
import { checkRenewal, readToken } from '../session/token-claims.ts';
import type { Fact } from '../store/facts.ts';
import { isLive } from '../store/live.ts';
import type { Row } from '../store/records.ts';
import { all, find, type Kinds, put, type Store } from '../store/store.ts';
import { createWire } from '../wire/create-wire.ts';
import { read } from '../wire/read.ts';
import type { WireGeneration } from '../wire/wire.ts';
import type { Activity } from './activity.ts';
import { type Context, Entity } from './entity.ts';
import type { NewTask } from './new-task.ts';
import { Reservation } from './reservation.ts';
import { Task } from './task.ts';
import { Transfer } from './transfer.ts';
import type { WorkerChannel } from './worker-channel.ts';
import type { WorkerEvents } from './worker-events.ts';

/** Those that can do more than others, by the first letters of their SIDs. */
const CLASSES: Readonly<Record<string, new (context: Context, row: Row) => Entity<Row, object>>> = {
  WR: Reservation,
  WT: Task,
  TT: Transfer,
};

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
  /** Which generation of the event bridge is spoken. */
  declare readonly wire: WireGeneration;
  /** Undefined until the token or the server has said so, as are those of account and workspace. */
  declare readonly sid: string | undefined;
  declare readonly accountSid: string | undefined;
  declare readonly workspaceSid: string | undefined;
  /** Undefined until `ready`, as are the other fields of the worker's resource. */
  declare readonly friendlyName: string | undefined;
  declare readonly activitySid: string | undefined;
  /** Never there on the wire of capability tokens, which has none. */
  declare readonly version: number | undefined;
  declare readonly dateCreated: Date | undefined;
  declare readonly dateUpdated: Date | undefined;
  declare readonly dateStatusChanged: Date | undefined;
  /** Empty until `ready`. */
  readonly attributes: JsonObject = {};
  readonly available: boolean = false;
  readonly #store: Store;
  readonly #log: Log;
  readonly #session: Session;
  readonly #options: WorkerOptions;
  #entered = false;

  constructor(token: string, options: WorkerOptions, host: Host) {
    const failed: ListenerFailure = (name, cause) =>
      this.#report(new TaskbayError('listener_failed', `A listener of "${name}" threw`, { cause }), name === 'error');
    super(failed);
    const facts = readToken(token, options.wire);
    const { generation, accountSid, workspaceSid, workerSid } = facts;
    Object.assign(this, { wire: generation, accountSid, workspaceSid, sid: workerSid });
    const wire = createWire(facts, options, generation === 'v1' ? workerSid : null);
    const ports = resolvePorts(options, host);
    const context: Store & Partial<Context> = {
      known: new Map(),
      make: (row) =>
        row.sid === this.#session.identity?.workerSid
          ? this
          : new (CLASSES[row.sid.slice(0, 2)] ?? Entity)(context as Context, row),
      failed,
    };
    this.#store = context;
    this.#options = options;
    this.#log = ports.log;
    this.#session = createSession(wire, token, ports, this.#store, {
      emit: (name: keyof WorkerEvents, payload?: unknown) => emit<WorkerEvents>(this, name, payload as never),
      ready: () => this.#ready(),
      told: (fact) => this.#told(fact),
      failed: (error) => this.#report(error),
      check: (another) => checkRenewal(another, options.wire, generation, this.sid),
    });
    context.api = this.api;
    this.client = this.api.client;
    // Not before the caller has had the chance to attach listeners.
    void Promise.resolve().then(() => {
      if (this.state === 'idle') this.connect();
    });
  }

  get state(): ConnectionState {
    return this.#session.state();
  }

  get activity(): Activity | null {
    return find<'WA'>(this.#store, this.activitySid) ?? null;
  }

  /** The workspace's activities by SID. */
  get activities(): ReadonlyMap<string, Activity> {
    return bySid(all(this.#store, 'WA'));
  }

  /** The worker's channels by SID; empty where a capability token does not allow reading them. */
  get channels(): ReadonlyMap<string, WorkerChannel> {
    return bySid(all(this.#store, 'WC'));
  }

  /** Pending, accepted and wrapping reservations by SID, oldest first. */
  get reservations(): ReadonlyMap<string, Reservation> {
    return bySid(all(this.#store, 'WR').filter(isLive));
  }

  /** Resolves at `ready`, at once if it is; rejects when the session stops before that. */
  whenReady(options?: CallOptions): Promise<this> {
    return this.#session.until(options, () => (this.state === 'ready' ? this : undefined));
  }

  /** Moves the worker to another activity. The `activity.update` event follows over the socket. */
  updateActivity(activitySid: string, options: UpdateActivityOptions = {}): Promise<this> {
    return this.update({ ActivitySid: activitySid }, options);
  }

  /** Replaces all attributes. */
  setAttributes(attributes: JsonObject, options?: UpdateOptions): Promise<this> {
    return this.update({ Attributes: attributes }, options);
  }

  /** Any change of the worker, by REST parameters: `ActivitySid`, `Attributes`, `FriendlyName` … */
  async update(params: Readonly<Record<string, unknown>>, options?: UpdateOptions): Promise<this> {
    const payload = await this.api.post('~', params, options, this as Row);
    put(this.#store, read(payload));
    return this;
  }

  /** Makes a task for this worker, whatever its activity and capacity; resolves with its SID. The offer follows. */
  async createTask(task: NewTask, options?: CallOptions): Promise<string> {
    const { workerSid: RoutingTarget } = await this.api.identify(options);
    const { to, from, attributes, virtualStartTime, ...named } = task;
    const params = {
      Attributes: { ...attributes, outbound_to: to, from },
      // The service reads whole seconds only.
      VirtualStartTime: virtualStartTime?.toISOString().replace(/\.\d+/, ''),
      RoutingTarget,
    };
    return read(await this.api.post('Tasks', params, { ...named, ...options })).sid;
  }

  /** The workspace's activities as the server has them now. */
  fetchActivities(options?: CallOptions): Promise<Activity[]> {
    return this.#taken('WA', readActivities(this.api, options));
  }

  /** The live reservations as the server has them now; the state takes them in without events. */
  fetchReservations(options?: CallOptions): Promise<Reservation[]> {
    return this.#taken('WR', this.api.liveReservations(options));
  }

  /** The worker's channels as the server has them now. A capability token needs a policy for them. */
  fetchChannels(options?: CallOptions): Promise<WorkerChannel[]> {
    return this.#taken('WC', readChannels(this.api, options));
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

  /** For subclasses, too: calls about the workspace, for this worker. */
  protected get api(): Api {
    return this.#session.api;
  }

  async #taken<K extends keyof Kinds>(kind: K, rows: Promise<readonly Row[]>): Promise<Kinds[K][]> {
    const objects = (await rows).map((row) => put(this.#store, row));
    return objects.filter(({ sid }) => sid.startsWith(kind)) as unknown as Kinds[K][];
  }

  /** Enters `connectActivity` once, and again where a reconnect finds the worker in the activity of the end. */
  #ready(): void {
    const { connectActivity, disconnectActivity } = this.#options;
    emit<WorkerEvents>(this, 'ready', this);
    if (this.#entered && this.#named(disconnectActivity)?.sid !== this.activitySid) return;
    this.#entered = true;
    void this.#enter(connectActivity);
  }

  #named(sidOrName: string | undefined): Activity | undefined {
    return all(this.#store, 'WA').find(({ sid, friendlyName }) => [sid, friendlyName].includes(sidOrName as string));
  }

  /** Moves the worker to an activity that the options name, unless it is in it. */
  async #enter(sidOrName: string | undefined): Promise<void> {
    const found = this.#named(sidOrName);
    if (found && found.sid !== this.activitySid)
      await this.updateActivity(found.sid).catch((error) => this.#report(error));
    else if (sidOrName && !found)
      this.#report(new TaskbayError('usage', `The workspace has no activity "${sidOrName}"`));
  }

  /** The object's own listeners first, then the worker's. */
  #told({ name, row }: Fact): void {
    const about = find(this.#store, (row as Row).sid) ?? row;
    if (about instanceof Entity) {
      const object = about as unknown as Observable<Record<string, unknown>>;
      emit(object, name.replace(/^(task|reservation)\./, ''), object);
    }
    emit<WorkerEvents>(this, name, about as never);
  }

  /** `logged`: there is no listener of `error`, or it is what failed. */
  #report(error: TaskbayError, logged = false): void {
    if (logged || !emit<WorkerEvents>(this, 'error', error)) this.#log('error', error.message, error);
  }
}

function bySid<Entity extends { readonly sid: string }>(entities: readonly Entity[]): ReadonlyMap<string, Entity> {
  return new Map(entities.map((entity) => [entity.sid, entity]));
}
