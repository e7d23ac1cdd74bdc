import type { CallOptions } from '../commands/client.ts';
import type { ConnectionState } from '../connection/machine.ts';
import type { Events } from '../emitter.ts';
import { TaskbayError } from '../errors.ts';
import type { WorkerEvents } from './worker-events.ts';

/** Resolves at the next `ready`, or at once; rejects with `disconnected` if the session stops, `aborted` with the signal. */
export function becomeReady(
  worker: Events<WorkerEvents> & { readonly state: ConnectionState },
  { signal }: CallOptions = {},
): Promise<void> {
  if (worker.state === 'ready') return Promise.resolve();
  if (worker.state === 'stopped') return Promise.reject(new TaskbayError('disconnected', 'The session is stopped'));
  return new Promise((resolve, reject) => {
    const refuse = (error: TaskbayError) => {
      undo();
      reject(error);
    };
    const aborted = () =>
      refuse(new TaskbayError('aborted', 'Waiting for ready was given up', { cause: signal?.reason }));
    const stopReady = worker.on('ready', () => {
      undo();
      resolve();
    });
    const stopState = worker.on('state', ({ state, message }) => {
      if (state !== 'stopped') return;
      refuse(new TaskbayError('disconnected', `The session stopped before it was ready: ${message}`));
    });
    const undo = () => {
      stopReady();
      stopState();
      signal?.removeEventListener('abort', aborted);
    };
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
  });
}
