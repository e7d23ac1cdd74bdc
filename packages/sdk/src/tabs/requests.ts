import { TaskbayError } from '../errors.ts';
import type { FetchFunction, FetchRequest } from '../host.ts';
import { type Demand, type Notification, requestName } from './messages.ts';

type Answer = Awaited<ReturnType<FetchFunction>>;

interface Pending {
  readonly id: number;
  readonly url: string;
  readonly request: FetchRequest;
  /** Of the leader it was sent to; undefined while there is none. */
  epoch: number | undefined;
  /** Its leader withdrew and still answers it, whoever leads meanwhile. */
  promised: boolean;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** The requests of this tab, which the leader carries out. */
export class Requests {
  readonly #tab: string;
  readonly #send: (demand: Demand) => void;
  readonly #pending = new Map<number, Pending>();
  #count = 0;

  constructor(tab: string, send: (demand: Demand) => void) {
    this.#tab = tab;
    this.#send = send;
  }

  /** Like `fetch`; rejects with `leader_lost` where nobody can say whether the leader still did it. */
  begin(url: string, request: FetchRequest, epoch: number | undefined): Promise<Answer> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      const pending: Pending = { id, url, request, epoch: undefined, promised: false, resolve, reject };
      this.#pending.set(id, pending);
      request.signal.addEventListener('abort', () => this.#abort(id, request.signal.reason));
      if (epoch !== undefined) this.#dispatch(pending, epoch);
    });
  }

  /** Somebody leads from now on. What an earlier leader left open is asked again if it only reads. */
  follow(epoch: number): void {
    for (const pending of [...this.#pending.values()]) {
      if (pending.epoch === epoch || pending.promised) continue;
      if (pending.epoch === undefined || isRead(pending.request)) this.#dispatch(pending, epoch);
      else this.#lose(pending);
    }
  }

  /** The leader went in order: it answers what it lists and has not touched the rest. */
  handBack({ epoch, unfinished }: Extract<Notification, { kind: 'resigned' }>): void {
    for (const pending of this.#pending.values()) {
      if (pending.epoch !== epoch) continue;
      pending.promised = unfinished.includes(requestName({ tab: this.#tab, id: pending.id }));
      if (!pending.promised) pending.epoch = undefined;
    }
  }

  settle(notification: Extract<Notification, { kind: 'answer' | 'failure' }>): void {
    const pending = this.#pending.get(notification.id);
    if (pending === undefined || pending.epoch !== notification.epoch) return;
    this.#pending.delete(pending.id);
    if (notification.kind === 'failure') pending.reject(new TypeError(notification.message));
    else pending.resolve({ status: notification.status, text: async () => notification.text });
  }

  #dispatch(pending: Pending, epoch: number): void {
    pending.epoch = epoch;
    const { id, url, request } = pending;
    this.#send({ kind: 'request', epoch, tab: this.#tab, id, url, headers: request.headers, body: request.body });
  }

  #lose(pending: Pending): void {
    this.#pending.delete(pending.id);
    pending.reject(new TaskbayError('leader_lost', 'The tab that carried out this call is gone'));
  }

  #abort(id: number, cause: unknown): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.reject(cause);
    if (pending.epoch !== undefined) this.#send({ kind: 'abort', epoch: pending.epoch, tab: this.#tab, id });
  }
}

/** The bridge takes every call as a POST; what is called stands in the envelope. */
function isRead({ body }: FetchRequest): boolean {
  const envelope: unknown = JSON.parse(body);
  return typeof envelope === 'object' && envelope !== null && 'method' in envelope && envelope.method === 'GET';
}
