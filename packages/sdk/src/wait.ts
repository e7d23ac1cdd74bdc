import { TaskbayError } from './errors.ts';
import type { Host } from './host.ts';
import { after } from './timer.ts';

/** What is given up, in errors, where there is no better word. */
export const WAITING = 'Waiting';

/**
 * What `begin` resolves with, unless a signal is aborted before: then it rejects with the signal's reason, where that is
 * an error of ours. `begin` gets a signal that is aborted when all is over, in whatever way.
 */
export function abortable<T>(
  { shared }: Pick<Host, 'shared'>,
  what: string,
  signals: readonly (AbortSignal | undefined)[],
  begin: (over: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const given = new Promise<T>((resolve, reject) => {
    const aborted = () => {
      const cause: unknown = signals.find((signal) => signal?.aborted)?.reason;
      reject(cause instanceof TaskbayError ? cause : new TaskbayError('aborted', `${what} was given up`, { cause }));
      over.abort();
    };
    for (const signal of signals) {
      if (!signal) continue;
      shared?.(signal);
      // What is no signal fails here, as a rejection.
      signal.addEventListener('abort', aborted);
      over.signal.addEventListener('abort', () => signal.removeEventListener('abort', aborted));
    }
    if (signals.some((signal) => signal?.aborted)) aborted();
    else begin(over.signal).then(resolve, reject);
  });
  return given.finally(() => over.abort());
}

export function pause(host: Host, delayMs: number, signal: AbortSignal): Promise<void> {
  return abortable(host, WAITING, [signal], (over) => {
    return new Promise((resolve) => over.addEventListener('abort', after(host.clock, delayMs, resolve)));
  });
}
