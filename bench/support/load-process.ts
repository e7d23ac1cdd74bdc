import { fork } from 'node:child_process';
import { type LoadResult, type RawRequest, rawLoad } from './raw-load.ts';

interface Order {
  readonly request: RawRequest;
  readonly count: number;
  readonly connections: number;
}

type Report = { readonly result: LoadResult } | { readonly error: string };

/** A process of its own that sends requests when told to. */
export interface LoadProcess {
  readonly load: (request: RawRequest, count: number, connections: number) => Promise<LoadResult>;
  readonly stop: () => void;
}

const ARGUMENT = 'send-load';

/** True in a process made by `startLoadProcess`, which is this very script once more. */
export function isLoadProcess(): boolean {
  return process.argv[2] === ARGUMENT && process.send !== undefined;
}

/** Follows orders until the parent goes. */
export function followOrders(): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async ({ request, count, connections }: Order) => {
    const report: Report = await rawLoad(request, count, connections).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: String(error) }),
    );
    process.send?.(report);
  });
}

export function startLoadProcess(): LoadProcess {
  const child = fork(process.argv[1] ?? '', [ARGUMENT], { stdio: 'inherit' });
  return {
    load: async (request, count, connections) => {
      const order: Order = { request, count, connections };
      const report = await new Promise<Report>((resolve, reject) => {
        const ended = (code: number | null): void => reject(new Error(`The load process ended with ${code}`));
        child.once('exit', ended);
        child.once('message', (told) => {
          child.off('exit', ended);
          resolve(told as Report);
        });
        child.send(order);
      });
      if ('error' in report) throw new Error(report.error);
      return report.result;
    },
    stop: () => child.disconnect(),
  };
}
