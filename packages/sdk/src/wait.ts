import { TaskbayError } from './errors.ts';
import type { Clock } from './host.ts';
import { createTimer } from './timer.ts';

/** What is given up, in errors, where there is no better word. */
export const WAITING = 'Waiting';

/**
 * A promise that `begin` settles, later, unless a signal is aborted before. `begin` returns what is to be undone when it
 * is over, in whatever way. Rejects with the signal's reason where that is an error of ours.
 */
export function abortable<T>(
  what: string,
  signals: readonly (AbortSignal | undefined)[],
  begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = <Value>(settle: (value: Value) => void) => {
      return (value: Value) => {
        for (const signal of signals) signal?.removeEventListener('abort', aborted);
        undo();
        settle(value);
      };
    };
    const refuse = over(reject);
    const aborted = () => {
      const cause: unknown = signals.find((signal) => signal?.aborted)?.reason;
      refuse(cause instanceof TaskbayError ? cause : new TaskbayError('aborted', `${what} was given up`, { cause }));
    };
    const undo = begin(over(resolve), refuse);
    for (const signal of signals) {
      signal?.addEventListener('abort', aborted);
      if (signal?.aborted) aborted();
    }
  });
}

export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  const timer = createTimer(clock);
  return abortable<void>(WAITING, [signal], (resolve) => {
    timer.set(delayMs, () => resolve());
    return timer.stop;
  });
}
