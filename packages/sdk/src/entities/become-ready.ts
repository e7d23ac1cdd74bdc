import { TaskbayError } from '../errors.ts';
import { abortable } from '../wait.ts';
import type { BaseWorker } from './base-worker.ts';

/** Resolves at the next `ready`, or at once; rejects with `disconnected` if the session stops, `aborted` with the signal. */
export async function becomeReady(worker: BaseWorker, signal: AbortSignal | undefined): Promise<void> {
  if (worker.state === 'ready') return;
  const stopped = (message: string) =>
    new TaskbayError('disconnected', `The session stopped before it was ready: ${message}`);
  if (worker.state === 'stopped') throw stopped('it had been before');
  await abortable<void>('Waiting for ready', signal, (resolve, reject) => {
    const undo = [
      worker.on('ready', () => resolve()),
      worker.on('state', ({ state, message }) => {
        if (state === 'stopped') reject(stopped(message));
      }),
    ];
    return () => {
      for (const stop of undo) stop();
    };
  });
}
