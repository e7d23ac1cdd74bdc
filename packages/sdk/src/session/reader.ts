import { TaskbayError } from '../errors.ts';
import type { ActivityRecord, ChannelRecord, TaskRecord, WorkerRecord } from '../store/records.ts';
import { decodeActivity, decodeChannel, decodeTask, decodeWorker } from '../wire/decode.ts';
import { reservationsPath, taskPath, workerPath, workspacePath } from '../wire/paths.ts';
import type { DecodedReservation, Identity, TunnelRequest, Wire } from '../wire/wire.ts';

const PAGE_SIZE = 1000;
const NOT_FOUND = 404;

export type Send = (request: TunnelRequest, signal: AbortSignal | undefined) => Promise<unknown>;

/** Reads the worker's objects as records, every page of them. */
export class Reader {
  readonly #wire: Wire;
  readonly #send: Send;
  readonly #identity: Identity;
  readonly #signal: AbortSignal | undefined;

  constructor(wire: Wire, send: Send, identity: Identity, signal: AbortSignal | undefined) {
    this.#wire = wire;
    this.#send = send;
    this.#identity = identity;
    this.#signal = signal;
  }

  async worker(opening = false): Promise<WorkerRecord> {
    return decodeWorker(await this.#get(workerPath(this.#identity), { opening }));
  }

  async activities(): Promise<ActivityRecord[]> {
    return (await this.list(`${workspacePath(this.#identity)}/Activities`, {})).map(decodeActivity);
  }

  async channels(): Promise<ChannelRecord[]> {
    const path = `${workerPath(this.#identity)}/${this.#wire.channelsResource}`;
    return (await this.list(path, {})).map(decodeChannel);
  }

  /** Every live reservation with its task. One whose task is gone by then has ended and is left out. */
  async liveReservations(): Promise<DecodedReservation[]> {
    const path = reservationsPath(this.#identity);
    const lists = await Promise.all(this.#wire.liveReservationQueries.map((query) => this.list(path, query, 'v2')));
    const decoded = lists.flat().map((item) => this.#wire.decodeReservation(item));
    const complete = await Promise.all(decoded.map((one) => this.#withTask(one)));
    return complete.filter((one) => one.task !== undefined);
  }

  /** One reservation with its task; undefined if the server no longer knows it. */
  async reservation(sid: string): Promise<DecodedReservation | undefined> {
    const payload = await found(this.#get(`${reservationsPath(this.#identity)}/${sid}`));
    return payload === undefined ? undefined : this.#withTask(this.#wire.decodeReservation(payload));
  }

  async task(sid: string): Promise<TaskRecord> {
    return decodeTask(await this.#get(taskPath(this.#identity, sid)));
  }

  async #withTask(one: DecodedReservation): Promise<DecodedReservation> {
    if (one.task !== undefined) return one;
    return { reservation: one.reservation, task: await found(this.task(one.reservation.taskSid)) };
  }

  #get(path: string, more: Partial<TunnelRequest> = {}): Promise<unknown> {
    return this.#send({ method: 'GET', path, ...more }, this.#signal);
  }

  /** Every item of a list, whatever the number of its pages. */
  async list(
    path: string,
    query: Readonly<Record<string, unknown>>,
    apiVersion: 'v1' | 'v2' = 'v1',
  ): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let params: Readonly<Record<string, unknown>> | undefined = { ...query, PageSize: PAGE_SIZE };
    while (params !== undefined) {
      const page = this.#wire.readPage(await this.#get(path, { params, apiVersion }), path);
      items.push(...page.items);
      const following: Readonly<Record<string, unknown>> | undefined = page.next && { ...params, ...page.next };
      if (following !== undefined && JSON.stringify(following) === JSON.stringify(params)) {
        throw new TaskbayError('protocol', `${path} names its own page as the next`);
      }
      params = following;
    }
    return items;
  }
}

async function found<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof TaskbayError && error.status === NOT_FOUND) return undefined;
    throw error;
  }
}
