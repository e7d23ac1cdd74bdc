import type { IncomingMessage } from 'node:http';
import { HungUp } from '../../edges/hung-up.ts';
import { type StandIn, standsFor } from '../../edges/stand-in.ts';
import { incomingHeaders } from './incoming-headers.ts';
import { incomingText } from './incoming-text.ts';

/** A request that came in. What edges read of every request comes from Node's parser, the rest from the platform. */
class IncomingRequest implements StandIn<Request> {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly #incoming: IncomingMessage;
  #platform: Request | undefined;

  constructor(incoming: IncomingMessage, url: string, headers: Headers) {
    this.url = url;
    this.method = incoming.method ?? 'GET';
    this.headers = headers;
    this.#incoming = incoming;
  }

  text(): Promise<string> {
    return this.#platform === undefined ? incomingText(this.#incoming, hungUp) : this.#platform.text();
  }

  platform(): Request {
    if (this.#platform !== undefined) return this.#platform;
    const headers = [...this.headers];
    const hasBody = this.method !== 'GET' && this.method !== 'HEAD';
    const body = hasBody ? bodyOf(this.#incoming) : null;
    const init = { method: this.method, headers, body, duplex: 'half' };
    this.#platform = new Request(this.url, init);
    return this.#platform;
  }
}

standsFor<Request>(IncomingRequest, Request);

function hungUp(cause: Error): HungUp {
  return new HungUp('The client hung up in the middle of its body', { cause });
}

/** A body that is given up is read to its end and forgotten: Node's own stream would cut the connection under the answer. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let givenUp = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (incoming.errored !== null) {
        controller.error(hungUp(incoming.errored));
        return;
      }
      incoming.on('data', (chunk: Buffer) => {
        if (givenUp) return;
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once('end', () => {
        if (!givenUp) controller.close();
      });
      incoming.once('error', (error) => {
        if (!givenUp) controller.error(hungUp(error));
      });
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      givenUp = true;
      incoming.resume();
    },
  });
}

const SCHEME = /^https?:\/\//i;

/** Undefined when Host and path are no URL together (`noAddress`). */
export type RequestOf = (incoming: IncomingMessage) => Request | undefined;

/** Makes Requests of what one server takes in. */
export function createIncomingRequests(): RequestOf {
  let lastHost: string | undefined;
  return (incoming) => {
    const headers = incomingHeaders(incoming.rawHeaders);
    const host = headers.get('host') ?? '';
    const target = incoming.url ?? '/';
    if (SCHEME.test(target)) return URL.canParse(target) ? made(incoming, target, headers) : undefined;
    const base = `http://${host}`;
    // Clients stay with one name: looking at it once is enough, and every path makes a URL with a good one.
    if (host !== lastHost) {
      if (!URL.canParse(base)) return undefined;
      lastHost = host;
    }
    return made(incoming, target.startsWith('/') ? base + target : base, headers);
  };
}

function made(incoming: IncomingMessage, url: string, headers: Headers): Request {
  return new IncomingRequest(incoming, url, headers) as unknown as Request;
}
