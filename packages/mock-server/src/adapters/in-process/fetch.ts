import type { RequestHost } from '../../edges/context.ts';
import { IN_PROCESS_URL, isInProcess } from './address.ts';
import type { CarrierParts } from './parts.ts';

/** The platform's `fetch`, for one server. Redirects are handed over as they are. */
export type InProcessFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Requests are in flight from being let in until the answer is the caller's. */
export function createFetch({ app, inFlight, isOpen }: CarrierParts): InProcessFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (!isInProcess(url) || !isOpen()) throw unreachable(url, isOpen());
    request.signal.throwIfAborted();
    let done: (() => void) | undefined;
    let over = false;
    const finished: (() => void)[] = [];
    const host: RequestHost = {
      // Nothing but a turn of the event loop is needed for the caller to have its answer first (docs/decisions/0005).
      pushDelayMs: 0,
      onFinished: (run) => {
        if (over) run();
        else finished.push(run);
      },
      onAdmitted: () => {
        done = inFlight.begin('request', '');
      },
    };
    const answer = app.http(request, host).finally(() => {
      over = true;
      for (const run of finished) run();
      done?.();
    });
    return givenUp(request.signal, answer);
  };
}

/** The answer, unless the caller gives the request up; the server carries it out all the same. */
function givenUp(signal: AbortSignal, answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** What `fetch` rejects with when nobody listens at an address. */
function unreachable(url: URL, open: boolean): TypeError {
  const why = open ? `this is the fetch of ${IN_PROCESS_URL} and of nothing else` : 'the server is closed';
  return new TypeError(`fetch failed: ${url.origin} is not reachable, ${why}`);
}
