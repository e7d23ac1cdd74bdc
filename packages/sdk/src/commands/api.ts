import { asTaskbayError, TaskbayError } from '../errors.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import type { Ports } from '../options.ts';
import type { Tokens } from '../session/tokens.ts';
import type { Reading, Row } from '../store/records.ts';
import { abortable, pause } from '../wait.ts';
import { fieldsOrNone, unreadable } from '../wire/fields.ts';
import { read } from '../wire/read.ts';
import type { Identity, TunnelRequest, Wire } from '../wire/wire.ts';
import { readAnswer } from './answer.ts';
import type { CallOptions, UpdateOptions } from './client.ts';

const TIMEOUT_MS = 15_000;
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

  /** The one way out: token, time limit, giving up and errors are dealt with here. Calls end with the tokens' life. */
  async function request(sent: TunnelRequest & CallOptions, again = false): Promise<unknown> {
    const what = `${sent.method} ${sent.path}`;
    const token = tokens.current;
    const expiry = async (over: AbortSignal) => {
      await pause(ports, TIMEOUT_MS, over);
      throw new TaskbayError('timeout', `${what} had no answer for 15 s`);
    };
    try {
      const http = wire.requestOf(sent, token);
      // Taken out of its object first: the platform's fetch refuses to run as a method of something else.
      const fetch = await ports.find('fetch');
      const exchange = async (signal: AbortSignal) => {
        const response = await fetch(wire.url, { ...http, signal });
        return readAnswer(what, response.status, await response.text());
      };
      return await abortable(ports, what, [tokens.life.signal, sent.signal], (over) =>
        Promise.race([exchange(over), expiry(over)]),
      );
    } catch (cause) {
      const error = asTaskbayError(cause, 'network', `${what} failed`);
      // Refused means that it was not carried out, so that it may be sent again with the new token.
      if (error.code === 'token_expired' && !again && (await tokens.refused(token))) return request(sent, true);
      throw error;
    }
  }

  async function send(call: TunnelRequest & CallOptions): Promise<unknown> {
    const { workspaceSid, workerSid } = await identify(call);
    const path = `Workspaces/${workspaceSid}/${call.path.replace('~', `Workers/${workerSid}`)}`;
    return request({ ...call, path });
  }

  function get(path: string, options: Options, params?: Parameters): Promise<unknown> {
    return send({ method: 'GET', path, params, signal: options?.signal });
  }

  /** `current`: the reading that `ifUnchanged` compares with. Parameters that are undefined are not sent. */
  async function post(
    path: string,
    params: Parameters,
    options: UpdateOptions = {},
    current?: Reading,
  ): Promise<unknown> {
    const { ifUnchanged, signal } = options;
    const version = current?.version;
    if (ifUnchanged && version === undefined && !v1)
      throw new TaskbayError('usage', 'There is no version before ready');
    return send({ method: 'POST', path, params, ifMatch: ifUnchanged && `${version}`, signal });
  }

  /** Every item of a list, whatever the number of its pages. */
  async function list(path: string, query: Parameters, options: Options): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let next: string | undefined = path;
    for (let AfterSid: unknown; next; ) {
      const params: Parameters = next === path ? { ...query, PageSize: PAGE_SIZE, AfterSid } : {};
      const payload = fieldsOrNone(await get(next, options, params));
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
  async function all<Found extends Reading>(path: string, query: Parameters, options: Options): Promise<Found[]> {
    return (await list(path, query, options)).map((item) => read<Found>(item));
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
    const lists = await Promise.all(wire.liveQueries.map((query) => list('~/Reservations', query, options)));
    const found = await fewAtATime(lists.flat(), (item) => withTask(item, options));
    return found.filter((rows) => rows.length > 1).flat();
  }

  /** One reservation after its task and what else came with it. */
  async function reservation(sid: string, options: Options): Promise<Row[]> {
    return withTask(await get(`~/Reservations/${sid}`, options), options);
  }

  return { v1, request, get, post, list, all, liveReservations, reservation };
}

/** Catches the refusal of what the server does not know, or no longer: it is undefined then. */
export function unlessGone(error: TaskbayError): undefined {
  if (error.status !== NOT_FOUND) throw error;
}
