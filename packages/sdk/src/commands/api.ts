import { TaskbayError } from '../errors.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import type { Kind, Reading, Records } from '../store/records.ts';
import { decode } from '../wire/decode.ts';
import { fieldsOrNone, unreadable } from '../wire/fields.ts';
import { type DecodedReservation, decodeReservation } from '../wire/reservations.ts';
import type { Identity, TunnelRequest, Wire } from '../wire/wire.ts';
import type { CallOptions, Channel, UpdateOptions } from './client.ts';

const PAGE_SIZE = 1000;
const NOT_FOUND = 404;
/** Of a page's URL what is below the workspace: path and query are the whole request. */
const NEXT_PAGE = /Workspaces\/\w+\/(.*)/;

export type Parameters = Readonly<Record<string, unknown>>;
type Options = CallOptions | undefined;

/** Calls about one workspace. Paths are below it; `~` stands for the worker. */
export class Api {
  declare readonly wire: Wire;
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
    let next: string | undefined = path;
    for (let AfterSid: unknown; next; ) {
      const params: Parameters = next === path ? { ...query, PageSize: PAGE_SIZE, AfterSid } : {};
      const payload = fieldsOrNone(await this.get(next, options, { params, apiVersion }));
      const { key, next_page_url: url } = fieldsOrNone(payload.meta);
      const found = payload.contents ?? payload[String(key)];
      if (!Array.isArray(found)) throw unreadable(path, found);
      items.push(...found);
      AfterSid = payload.after_sid;
      next = AfterSid ? path : NEXT_PAGE.exec(String(url))?.[1];
    }
    return items;
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
