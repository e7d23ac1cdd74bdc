import type { JsonObject } from '@taskbay/protocol';
import type { CallOptions, UpdateOptions } from '../commands/client.ts';
import { TaskbayError } from '../errors.ts';
import type { Session } from '../session/session.ts';
import type { Reading, ReservationRecord, TaskRecord, TransferRecord } from '../store/records.ts';
import { isLive, type Store } from '../store/store.ts';
import { decodeTask, decodeTransfer, decodeWorker } from '../wire/decode.ts';
import { taskPath, workerPath, workspacePath } from '../wire/paths.ts';
import type { Identity, TunnelRequest } from '../wire/wire.ts';
import type { Directory } from './directory.ts';
import type { TransferOptions } from './task.ts';
import type { Transfer } from './transfer.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** A task a worker makes for itself, e.g. an outbound call. */
export interface NewTask {
  readonly workflowSid: string;
  readonly taskQueueSid: string;
  /** Become the attributes `outbound_to` and `from`. */
  readonly to: string;
  readonly from: string;
  readonly attributes?: JsonObject;
  readonly taskChannelUniqueName?: string;
  readonly taskChannelSid?: string;
  readonly virtualStartTime?: Date;
}

export function taskParameters({ to, from, attributes, virtualStartTime, ...named }: NewTask): Parameters {
  const { workflowSid, taskQueueSid, taskChannelUniqueName, taskChannelSid } = named;
  return {
    WorkflowSid: workflowSid,
    TaskQueueSid: taskQueueSid,
    Attributes: { ...attributes, outbound_to: to, from },
    ...(taskChannelUniqueName === undefined ? {} : { TaskChannelUniqueName: taskChannelUniqueName }),
    ...(taskChannelSid === undefined ? {} : { TaskChannelSid: taskChannelSid }),
    // The service reads whole seconds only.
    ...(virtualStartTime && { VirtualStartTime: virtualStartTime.toISOString().replace(/\.\d+/, '') }),
  };
}

interface Call {
  readonly path: (identity: Identity) => string;
  readonly params: Parameters;
  readonly options: UpdateOptions | undefined;
  /** What `ifUnchanged` compares with. */
  readonly current?: Reading | undefined;
  readonly apiVersion?: 'v2';
}

/** What entities can ask for. Answers enter the store by the tables frames use; they tell no event. */
export class Verbs {
  readonly #session: Session;
  readonly #store: Store;
  readonly #directory: () => Directory;

  constructor(session: Session, store: Store, directory: () => Directory) {
    this.#session = session;
    this.#store = store;
    this.#directory = directory;
  }

  async updateWorker(params: Parameters, options: UpdateOptions | undefined): Promise<void> {
    const current = this.#store.worker.rows()[0];
    this.#store.putWorker(decodeWorker(await this.#post({ path: workerPath, params, options, current })));
  }

  async createTask(params: Parameters, options: CallOptions | undefined): Promise<string> {
    const { workerSid } = await this.#session.identify(options?.signal);
    const path = (identity: Identity) => `${workspacePath(identity)}/Tasks`;
    return decodeTask(await this.#post({ path, params: { ...params, RoutingTarget: workerSid }, options })).sid;
  }

  async updateReservation(current: ReservationRecord, params: Parameters, options?: UpdateOptions): Promise<void> {
    const answer = await this.instruct(current, params, options);
    const { reservation } = this.#session.wire.decodeReservation(answer);
    this.#store.putReservation(reservation, undefined);
  }

  /** For commands whose answer says nothing yet: the outcome comes by event. */
  instruct(current: ReservationRecord, params: Parameters, options?: UpdateOptions): Promise<unknown> {
    const path = (identity: Identity) => this.#session.wire.reservationPath(identity, current);
    return this.#post({ path, params, options, current });
  }

  async updateTask(current: TaskRecord, params: Parameters, options: UpdateOptions | undefined): Promise<void> {
    const path = (identity: Identity) => taskPath(identity, current.sid);
    this.#store.tasks.put(decodeTask(await this.#post({ path, params, options, current })));
  }

  async participant(name: string, params: Parameters, options: CallOptions | undefined): Promise<void> {
    this.#refuseOnV1(name);
    const path = (identity: Identity) => `${workerPath(identity)}/${name}`;
    await this.#post({ path, params, options, apiVersion: 'v2' });
  }

  async transfer(taskSid: string, to: string, options: TransferOptions = {}): Promise<Transfer> {
    const reservation = this.#store.reservations.rows().find((row) => row.taskSid === taskSid && isLive(row));
    if (reservation === undefined) throw new TaskbayError('usage', `This worker has no reservation of ${taskSid}`);
    const { mode, attributes, priority } = options;
    const params = {
      ReservationSid: reservation.sid,
      TaskSid: taskSid,
      To: to,
      ...(attributes === undefined ? {} : { Attributes: attributes }),
      ...(mode === undefined ? {} : { Mode: mode }),
      ...(priority === undefined ? {} : { Priority: priority }),
    };
    const record = await this.#transfers('', params, options);
    const transfer = this.#directory().transfer(record.sid);
    if (transfer !== undefined) return transfer;
    throw new TaskbayError('protocol', `The transfer ${record.sid} was not kept`);
  }

  async cancelTransfer({ sid, taskSid }: TransferRecord, options: CallOptions | undefined): Promise<void> {
    await this.#transfers(`/${sid}`, { TaskSid: taskSid, TransferStatus: 'canceled' }, options);
  }

  async fetchReservation(sid: string, { signal }: CallOptions = {}): Promise<void> {
    const found = await (await this.#session.reader(signal)).reservation(sid);
    if (found === undefined)
      throw new TaskbayError('request_refused', `The server knows no reservation ${sid}`, { status: 404 });
    this.#store.putReservation(found.reservation, found.task, found.transfers);
  }

  async fetchTask(sid: string, { signal }: CallOptions = {}): Promise<void> {
    this.#store.tasks.put(await (await this.#session.reader(signal)).task(sid));
  }

  async #transfers(tail: string, params: Parameters, options: CallOptions | undefined): Promise<TransferRecord> {
    this.#refuseOnV1('Transfers');
    const path = (identity: Identity) => `${workerPath(identity)}/Transfers${tail}`;
    const record = decodeTransfer(await this.#post({ path, params, options, apiVersion: 'v2' }));
    return this.#store.transfers.put(record).record;
  }

  #refuseOnV1(what: string): void {
    if (this.#session.wire.generation === 'v2') return;
    throw new TaskbayError('not_supported_by_token', `This wire has no ${what}`);
  }

  async #post({ path, params, options, current, apiVersion }: Call): Promise<unknown> {
    const ifUnchanged = options?.ifUnchanged === true;
    if (ifUnchanged) this.#refuseOnV1('versions');
    const identity = await this.#session.identify(options?.signal);
    const { wire, channel } = this.#session;
    const { Attributes: attributes } = params;
    const sent =
      attributes === undefined ? params : { ...params, Attributes: wire.jsonParameter(attributes as JsonObject) };
    const request: TunnelRequest = {
      method: 'POST',
      path: path(identity),
      params: sent,
      ...(apiVersion && { apiVersion }),
      ifMatch: ifUnchanged ? current?.version : undefined,
    };
    return channel.send(request, options?.signal);
  }
}
