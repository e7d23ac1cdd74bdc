import { TaskbayError } from '../errors.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import type { Reading } from '../store/records.ts';
import { decode } from '../wire/decode.ts';
import { fieldsOf, fieldsOrNone, listOf } from '../wire/fields.ts';
import { fullPath, nextPageParameters } from '../wire/paths.ts';
import { type DecodedReservation, decodeReservation } from '../wire/reservations.ts';
import type { Identity, TunnelRequest, Wire } from '../wire/wire.ts';
import type { CallOptions, Channel, UpdateOptions } from './client.ts';

const PAGE_SIZE = 1000;
const NOT_FOUND = 404;

export type Parameters = Readonly<Record<string, unknown>>;
type Signal = AbortSignal | undefined;

/** Calls about one workspace. Paths are below it; `~` stands for the worker. */
export class Api {
  readonly wire: Wire;
  readonly #channel: Channel;
  readonly #identify: (signal: Signal) => Promise<Identity>;

  constructor(wire: Wire, channel: Channel, identify: (signal: Signal) => Promise<Identity>) {
    this.wire = wire;
    this.#channel = channel;
    this.#identify = identify;
  }

  get(path: string, signal: Signal, more: Partial<TunnelRequest> = {}): Promise<unknown> {
    return this.#send({ method: 'GET', path, ...more }, signal);
  }

  /** `current`: the reading that `ifUnchanged` compares with. Parameters that are undefined are not sent. */
  post(path: string, params: Parameters, options: UpdateOptions = {}, current?: Reading): Promise<unknown> {
    if (options.ifUnchanged) this.#needV2('versions');
    const ifMatch = options.ifUnchanged ? current?.version : undefined;
    return this.#send({ method: 'POST', path, params, ifMatch }, options.signal);
  }

  /** What only the v2 wire has, of the worker's own. */
  postV2(resource: string, params: Parameters, { signal }: CallOptions = {}): Promise<unknown> {
    this.#needV2(resource);
    return this.#send({ method: 'POST', path: `~/${resource}`, params, apiVersion: 'v2' }, signal);
  }

  /** Every item of a list, whatever the number of its pages. */
  async list(path: string, query: Parameters, signal: Signal, apiVersion?: 'v2'): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    for (let params: Parameters | undefined = { ...query, PageSize: PAGE_SIZE }; params; ) {
      const payload = fieldsOf(await this.get(path, signal, { params, apiVersion }), path);
      const { after_sid: afterSid, meta } = payload;
      const { key, next_page_url: url } = fieldsOrNone(meta);
      items.push(...listOf(payload.contents ?? payload[String(key)], path));
      const next: Parameters | undefined = afterSid
        ? { AfterSid: afterSid }
        : url
          ? nextPageParameters(String(url))
          : undefined;
      const following: Parameters | undefined = next && { ...params, ...next };
      if (JSON.stringify(following) === JSON.stringify(params)) {
        throw new TaskbayError('protocol', `${path} names its own page as the next`);
      }
      params = following;
    }
    return items;
  }

  /** Every live reservation with its task. One whose task is gone by then has ended and is left out. */
  async liveReservations(signal: Signal): Promise<DecodedReservation[]> {
    const { liveReservationQueries: queries, generation } = this.wire;
    const lists = await Promise.all(queries.map((query) => this.list('~/Reservations', query, signal, 'v2')));
    const found = await fewAtATime(lists.flat(), (item) => this.#withTask(decodeReservation(item, generation), signal));
    return found.filter(({ task }) => task !== undefined);
  }

  /** One reservation with its task; undefined if the server no longer knows it. */
  async reservation(sid: string, signal: Signal): Promise<DecodedReservation | undefined> {
    const payload = await this.#found(`~/Reservations/${sid}`, signal);
    return payload === undefined ? undefined : this.#withTask(decodeReservation(payload, this.wire.generation), signal);
  }

  async #withTask(one: DecodedReservation, signal: Signal): Promise<DecodedReservation> {
    if (one.task !== undefined) return one;
    const task = await this.#found(`Tasks/${one.reservation.taskSid}`, signal);
    return task === undefined ? one : { ...one, task: decode('task', task) };
  }

  async #found(path: string, signal: Signal): Promise<unknown> {
    try {
      return await this.get(path, signal);
    } catch (error) {
      if (error instanceof TaskbayError && error.status === NOT_FOUND) return undefined;
      throw error;
    }
  }

  #needV2(what: string): void {
    if (this.wire.generation === 'v1') throw new TaskbayError('not_supported_by_token', `This wire has no ${what}`);
  }

  async #send(request: TunnelRequest, signal: Signal): Promise<unknown> {
    const identity = await this.#identify(signal);
    return this.#channel.send({ ...request, path: fullPath(request.path, identity) }, signal);
  }
}
