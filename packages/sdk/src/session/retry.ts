import { backoffDelay } from '../connection/policy.ts';
import { asTaskbayError, TaskbayError } from '../errors.ts';
import type { Clock } from '../host.ts';
import type { Ports } from '../options.ts';

const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;
const FIRST_SERVER_ERROR = 500;

/** Whether the same read may succeed later; a refusal of what was asked will not. */
export function isPassing({ code, status = 0 }: TaskbayError): boolean {
  if (code === 'network' || code === 'timeout' || code === 'protocol') return true;
  if (code !== 'request_refused') return false;
  return status >= FIRST_SERVER_ERROR || status === TOO_MANY_REQUESTS || status === REQUEST_TIMEOUT;
}

/** Repeats an attempt with growing pauses until it succeeds, fails for good or the signal is aborted. */
export async function untilDone<T>(
  attempt: () => Promise<T>,
  { clock, random, log }: Ports,
  signal: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (cause) {
      const error = asTaskbayError(cause, 'protocol', 'The first reads failed');
      if (signal.aborted || !isPassing(error)) throw error;
      const delay = backoffDelay(failures, random);
      log.warn('the first reads failed and are tried again', { code: error.code, message: error.message, delay });
      await pause(clock, delay, signal);
    }
  }
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const given = () => {
      clock.clearTimeout(timer);
      reject(new TaskbayError('aborted', 'The session ended', { cause: signal.reason }));
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', given);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', given, { once: true });
  });
}
