import type { Runtime } from '../../runtime/runtime.ts';
import type { Fields } from './fields.ts';
import { signature } from './signature.ts';
import type { Failure, Target } from './target.ts';

/** Sends a request out of the server. Rejects when no connection comes about, and when `signal` aborts. */
export type SendOut = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    /** Null of a GET. */
    readonly body: string | null;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
    /** Called when the connection is there; a sender that cannot tell leaves it out. */
    readonly onConnected?: () => void;
  },
) => Promise<Pick<Response, 'status' | 'headers' | 'text'>>;

/** What came back: an answer, or why there was none. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly text: string }
  | { readonly kind: 'none'; readonly failure: Extract<Failure, 'ct' | 'rt'>; readonly problem: string };

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly target: Target;
  readonly fields: Fields;
  /** Tells retries of one callback apart from other callbacks. */
  readonly idempotencyToken: string;
  /** Milliseconds of server time. */
  readonly limit: number;
  /** SID that names the request among what is in flight and due. */
  readonly sid: string;
}

/** Characters of an answer that are looked at. */
const MAX_ANSWER = 64 * 1024;

interface Sender {
  readonly runtime: Runtime;
  readonly authToken: string;
  readonly sendOut: SendOut;
  /** Aborts with everything under way. */
  readonly ended: AbortSignal;
}

/** Sends one signed form, or a signed query, and waits for the answer, at most `limit` of server time. Never rejects. */
export async function request(sender: Sender, outgoing: Outgoing): Promise<Reply> {
  const { runtime, authToken, sendOut, ended } = sender;
  const { method, target, idempotencyToken, limit, sid } = outgoing;
  const { url, signed, fields, body } = placed(outgoing);
  const headers = {
    ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
    'i-twilio-idempotency-token': idempotencyToken,
    'user-agent': 'TwilioProxy/1.1',
    'x-twilio-signature': await signature(authToken, signed, fields),
    ...(target.authorization === undefined ? {} : { authorization: target.authorization }),
  };
  const limits = new Limits(runtime, sid);
  limits.start(limit, 'rt', `no answer within ${limit} ms`);
  const { connectLimit, readLimit } = target;
  if (connectLimit !== undefined) limits.start(connectLimit, 'ct', `no connection within ${connectLimit} ms`);
  const signal = AbortSignal.any([ended, limits.signal]);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  let connected = false;
  const onConnected = (): void => {
    connected = true;
    limits.end('ct');
    if (readLimit !== undefined) limits.start(readLimit, 'rt', `no answer within ${readLimit} ms of the connection`);
  };
  const answer = async (): Promise<Reply> => {
    const init = { method, headers, body, redirect: 'manual', signal, onConnected } as const;
    const response = await sendOut(url, init);
    connected = true;
    const text = (await response.text()).slice(0, MAX_ANSWER);
    return { kind: 'answer', status: response.status, contentType: response.headers.get('content-type') ?? '', text };
  };
  try {
    return await Promise.race([answer(), aborted]);
  } catch (error) {
    const failure = limits.exceeded ?? (connected || signal.aborted ? 'rt' : 'ct');
    return { kind: 'none', failure, problem: problemOf(error) };
  } finally {
    limits.end();
  }
}

/** Where the fields stand: in the body of a POST, in the address of a GET, which is signed as a whole. */
function placed({ method, target, fields }: Outgoing) {
  const text = new URLSearchParams(fields).toString();
  if (method === 'POST') return { url: target.url, signed: target.signed, fields, body: text };
  const extended = (address: string): string => `${address}${address.includes('?') ? '&' : '?'}${text}`;
  return { url: extended(target.url), signed: extended(target.signed), fields: {}, body: null };
}

/** Time limits of one request, on the server's clock; the first one that is reached aborts it. */
class Limits {
  /** Which one was reached. */
  exceeded: 'ct' | 'rt' | undefined;
  private readonly runtime: Runtime;
  private readonly sid: string;
  private readonly late = new AbortController();
  private running: { readonly kind: 'ct' | 'rt'; readonly cancel: () => void }[] = [];

  constructor(runtime: Runtime, sid: string) {
    this.runtime = runtime;
    this.sid = sid;
  }

  get signal(): AbortSignal {
    return this.late.signal;
  }

  start(limit: number, kind: 'ct' | 'rt', problem: string): void {
    if (this.signal.aborted) return;
    const reached = (): void => {
      this.exceeded ??= kind;
      this.late.abort(new Error(problem));
    };
    this.running.push({ kind, cancel: this.runtime.setTimer(limit, 'webhook time limit', this.sid, reached) });
  }

  /** Ends those of a kind, or all. */
  end(kind?: 'ct'): void {
    for (const limit of this.running) if (kind === undefined || limit.kind === kind) limit.cancel();
    this.running = this.running.filter((limit) => kind !== undefined && limit.kind !== kind);
  }
}

/** Of a name with several addresses that all fail, the error says nothing itself: its parts do. */
function problemOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(problemOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
