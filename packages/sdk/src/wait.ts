import { TaskbayError } from './errors.ts';
import type { Clock } from './host.ts';
import { createTimer } from './timer.ts';

/**
 * A promise that `begin` settles, later and once, unless the signal is aborted before. `begin` returns what is to be
 * undone when it is over, in whatever way.
 */
export function abortable<T>(
  what: string,
  signal: AbortSignal | undefined,
  begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => failed(new TaskbayError('aborted', `${what} was given up`, { cause: signal?.reason }));
    const over = () => {
      signal?.removeEventListener('abort', aborted);
      undo();
    };
    const failed = (error: unknown) => {
      over();
      reject(error);
    };
    const undo = begin((value) => {
      over();
      resolve(value);
    }, failed);
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
  });
}

export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  const timer = createTimer(clock);
  return abortable('Waiting', signal, (resolve) => {
    timer.set(delayMs, () => resolve(undefined));
    return timer.stop;
  });
}
