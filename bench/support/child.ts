import { fork } from 'node:child_process';

type Report<Result> = { readonly result: Result } | { readonly error: string };

/** This very script once more, in a process of its own that does what it is told. */
export interface Child<Order, Result> {
  /** One after the other. */
  readonly tell: (order: Order) => Promise<Result>;
  /** Lets it go: it ends with its parent's side of the line. */
  readonly stop: () => void;
}

/** Starts one that `follow` knows by its name; further arguments and flags of Node's are its own. */
export function startChild<Order, Result>(
  name: string,
  args: readonly string[] = [],
  execArgv = process.execArgv,
): Child<Order, Result> {
  const child = fork(process.argv[1] ?? '', [name, ...args], { stdio: 'inherit', execArgv });
  return {
    tell: async (order) => {
      const report = await new Promise<Report<Result>>((resolve, reject) => {
        const ended = (code: number | null): void => reject(new Error(`The process "${name}" ended with ${code}`));
        child.once('exit', ended);
        child.once('message', (told) => {
          child.off('exit', ended);
          resolve(told as Report<Result>);
        });
        child.send(order as object);
      });
      if ('error' in report) throw new Error(report.error);
      return report.result;
    },
    stop: () => child.disconnect(),
  };
}

/** True in a process made by `startChild` under that name. */
export function isChild(name: string): boolean {
  return process.argv[2] === name && process.send !== undefined;
}

/** Follows orders until the parent goes. */
export function follow<Order, Result>(carryOut: (order: Order) => Promise<Result>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (order: Order) => {
    const report: Report<Result> = await carryOut(order).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    process.send?.(report);
  });
}
