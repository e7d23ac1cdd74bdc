import { TaskbayError } from '../errors.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import type { Kind, Reading, Records } from '../store/records.ts';
import { decode } from '../wire/decode.ts';
import { fieldsOf, fieldsOrNone, listOf } from '../wire/fields.ts';
import { nextPageParameters } from '../wire/next-page.ts';
import { type DecodedReservation, decodeReservation } from '../wire/reservations.ts';
import type { Identity, TunnelRequest, Wire } from '../wire/wire.ts';
import type { CallOptions, Channel, UpdateOptions } from './client.ts';

const PAGE_SIZE = 1000;
const NOT_FOUND = 404;

export type Parameters = Readonly<Record<string, unknown>>;
type Options = CallOptions | undefined;

/** Calls about one workspace. Paths are below it; `~` stands for the worker. */
export class Api {
  readonly wire: Wire;
  readonly #channel: Channel;
  readonly #identify: (options: Options) => Promise<Identity>;

  constructor(wire: Wire, channel: Channel, identify: (options: Options) => Promise<Identity>) {
    this.wire = wire;
    this.#channel = channel;
    this.#identify = identify;
  }

  get(path: string, options: Options, more?: Partial<TunnelRequest>): Promise<unknown> {
    return this.#send({ method: 'GET', path, signal: options?.signal, ...more });
  }

  /** `current`: the reading that `ifUnchanged` compares with. Parameters that are undefined are not sent. */
  post(path: string, params: Parameters, options: UpdateOptions = {}, current?: Reading): Promise<unknown> {
    const { ifUnchanged, signal } = options;
    const { version } = current ?? {};
    if (ifUnchanged && version === undefined && this.wire.generation === 'v2') {
      throw new TaskbayError('usage', 'ifUnchanged needs a version, and none is known before ready');
    }
    return this.#send({
      method: 'POST',
      path,
      params,
      ifMatch: ifUnchanged ? String(version) : undefined,
      signal,
    });
  }

  /** What only the v2 wire has, of the worker's own. */
  postV2(resource: string, params: Parameters, options: Options): Promise<unknown> {
    return this.#send({ method: 'POST', path: `~/${resource}`, params, apiVersion: 'v2', signal: options?.signal });
  }

  /** Every item of a list, whatever the number of its pages. */
  async list(path: string, query: Parameters, options: Options, apiVersion?: 'v2'): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let last: unknown;
    for (let params: Parameters = { ...query, PageSize: PAGE_SIZE }; ; ) {
      const payload = fieldsOf(await this.get(path, options, { params, apiVersion }), path);
      const { after_sid: AfterSid, meta } = payload;
      const { key, next_page_url: url } = fieldsOrNone(meta);
      items.push(...listOf(payload.contents ?? payload[String(key)], path));
      const next = AfterSid || url;
      if (!next) return items;
      if (next === last) throw new TaskbayError('protocol', `${path} repeats a page`);
      last = next;
      params = { ...params, ...(AfterSid ? { AfterSid } : nextPageParameters(String(url))) };
    }
  }

  /** The same as records. */
  async all<K extends Kind>(kind: K, path: string, query: Parameters, options: Options): Promise<Records[K][]> {
    return (await this.list(path, query, options)).map((item) => decode(kind, item));
  }

  /** Every live reservation with its task. One whose task is gone by then has ended and is left out. */
  async liveReservations(options: Options): Promise<DecodedReservation[]> {
    const reads = this.wire.liveQueries.map((query) => this.list('~/Reservations', query, options, 'v2'));
    const lists = await Promise.all(reads);
    const found = await fewAtATime(lists.flat(), (item) => this.#withTask(item, options));
    return found.filter(({ task }) => task);
  }

  /** One reservation with its task. */
  async reservation(sid: string, options: Options): Promise<DecodedReservation> {
    return this.#withTask(await this.get(`~/Reservations/${sid}`, options), options);
  }

  async #withTask(payload: unknown, options: Options): Promise<DecodedReservation> {
    const one = decodeReservation(payload);
    if (one.task) return one;
    const task = await this.get(`Tasks/${one.reservation.taskSid}`, options).catch(unlessGone);
    return task ? { ...one, task: decode('task', task) } : one;
  }

  async #send(request: TunnelRequest & CallOptions): Promise<unknown> {
    const { workspaceSid, workerSid } = await this.#identify(request);
    const path = `Workspaces/${workspaceSid}/${request.path.replace('~', `Workers/${workerSid}`)}`;
    return this.#channel.request({ ...request, path });
  }
}

/** Catches the refusal of what the server does not know, or no longer: it is undefined then. */
export function unlessGone(error: TaskbayError): undefined {
  if (error.status !== NOT_FOUND) throw error;
}
