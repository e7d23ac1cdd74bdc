import type { TunnelMethod } from '@taskbay/protocol';
import { restNames } from '../entities/instructions.ts';
import { TaskbayError } from '../errors.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import type { Ports } from '../options.ts';
import type { Tokens } from '../session/tokens.ts';
import type { Reading, Row } from '../store/records.ts';
import { fieldsOrNone, unreadable } from '../wire/fields.ts';
import { read } from '../wire/read.ts';
import type { Identity, Wire } from '../wire/wire.ts';
import { type CallOptions, createRequest, type UpdateOptions } from './client.ts';

const PAGE_SIZE = 1000;
const NOT_FOUND = 404;
/** Of a page's URL what is below the workspace: path and query are the whole request. */
const NEXT_PAGE = /Workspaces\/\w+\/(.*)/;

export type Parameters = Readonly<Record<string, unknown>>;
type Options = CallOptions | undefined;

export type Api = ReturnType<typeof createApi>;

/** Calls with the client's token. Except in `request`, paths are below the workspace, and `~` stands for the worker. */
export function createApi(wire: Wire, ports: Ports, tokens: Tokens, identify: (options: Options) => Promise<Identity>) {
  const { v1 } = wire;

  const request = createRequest(wire, ports, tokens);

  /** What `options` hold besides `signal` and `ifUnchanged` are parameters, too, by their REST names after `prefix`. */
  async function send(
    method: TunnelMethod,
    path: string,
    params: Parameters | undefined,
    options: UpdateOptions = {},
    current?: Reading,
    prefix = '',
  ): Promise<unknown> {
    const { signal, ifUnchanged, ...named } = options;
    const { workspaceSid, workerSid } = await identify(options);
    if (ifUnchanged && current?.version === undefined && !v1) {
      throw new TaskbayError('usage', 'There is no version before ready');
    }
    return request({
      method,
      path: `Workspaces/${workspaceSid}/${path.replace('~', `Workers/${workerSid}`)}`,
      params: { ...params, ...restNames(named, prefix) },
      ifMatch: ifUnchanged && `${current?.version}`,
      signal,
    });
  }

  function get(path: string, options: Options, params?: Parameters): Promise<unknown> {
    return send('GET', path, params, options);
  }

  /** `current`: the reading that `ifUnchanged` compares with. Parameters that are undefined are not sent. */
  function post(
    path: string,
    params: Parameters,
    options: Options,
    current?: Reading,
    prefix?: string,
  ): Promise<unknown> {
    return send('POST', path, params, options, current, prefix);
  }

  /** Every item of a list, whatever the number of its pages. */
  async function list(path: string, options: Options, query?: Parameters): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let next: string | undefined = path;
    for (let AfterSid: unknown; next; ) {
      const first = next === path;
      const payload = fieldsOrNone(
        await get(
          next,
          first ? options : { signal: options?.signal },
          first ? { ...query, PageSize: PAGE_SIZE, AfterSid } : {},
        ),
      );
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
  async function all<Found extends Reading>(path: string, options: Options): Promise<Found[]> {
    return (await list(path, options)).map((item) => read<Found>(item));
  }

  async function withTask(payload: unknown, options: Options): Promise<Row[]> {
    const rows: Row[] = [];
    const { taskSid } = read<Row>(payload, rows);
    if (rows.length > 1) return rows;
    const task = await get(`Tasks/${taskSid}`, options).catch(unlessGone);
    return task ? [read(task), ...rows] : rows;
  }

  /** Every live reservation after its task. One whose task is gone by then has ended and is left out. */
  async function liveReservations(options: Options): Promise<Row[]> {
    const lists = await Promise.all(wire.liveQueries.map((query) => list('~/Reservations', options, query)));
    const found = await fewAtATime(lists.flat(), (item) => withTask(item, options));
    return found.filter((rows) => rows.length > 1).flat();
  }

  /** One reservation after its task and what else came with it. */
  async function reservation(sid: string, options: Options): Promise<Row[]> {
    return withTask(await get(`~/Reservations/${sid}`, options), options);
  }

  return { v1, client: { request }, identify, get, post, list, all, liveReservations, reservation };
}

/** Catches the refusal of what the server does not know, or no longer: it is undefined then. */
export function unlessGone(error: TaskbayError): undefined {
  if (error.status !== NOT_FOUND) throw error;
}
