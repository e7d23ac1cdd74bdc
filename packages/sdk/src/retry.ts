import { backoffDelay } from './connection/policy.ts';
import type { TaskbayError } from './errors.ts';
import type { Ports } from './options.ts';
import { abortable, pause } from './wait.ts';
import { asTaskbayError } from './wrap-error.ts';

const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;
const FIRST_SERVER_ERROR = 500;
/** How often an answer that cannot be read is asked for again: a proxy's page passes, another service does not. */
const UNREADABLE_ANSWERS = 6;

/** Asked at each failure of one read whether it may succeed later; a refusal of what was asked will not. */
export function passing(): (error: TaskbayError) => boolean {
  let unreadable = 0;
  return ({ code, status = 0 }) => {
    if (code === 'protocol') return ++unreadable < UNREADABLE_ANSWERS;
    if (code === 'request_refused') {
      return status >= FIRST_SERVER_ERROR || status === TOO_MANY_REQUESTS || status === REQUEST_TIMEOUT;
    }
    return code === 'network' || code === 'timeout';
  };
}

/**
 * Repeats what failed with growing pauses, while `again` says so and the signal is not aborted; then throws its error.
 * Each attempt gets a signal that is aborted when it is over.
 */
export async function retried<T>(
  what: string,
  attempt: (over: AbortSignal) => Promise<T>,
  again: (error: TaskbayError) => boolean,
  ports: Ports,
  signal: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await abortable(ports, what, [signal], attempt);
    } catch (cause) {
      const error = asTaskbayError(cause, 'network', `${what} failed`);
      if (signal.aborted || !again(error)) throw error;
      const delay = backoffDelay(failures, ports.random);
      ports.log('warn', `${what} is tried again in ${delay} ms`, { cause: error });
      await pause(ports, delay, signal);
    }
  }
}
