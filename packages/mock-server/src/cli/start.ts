import { watchParent } from '../adapters/node/parent-watch.ts';
import { MockServerError } from '../errors.ts';
import type { MockServer } from '../handle.ts';
import { startMockServer } from '../server.ts';
import { type Flags, parseFlags } from './flags.ts';
import { collectInShortSteps } from './short-collections.ts';
import { startOptions } from './start-options.ts';
import { summary } from './summary.ts';
import { UsageError } from './usage-error.ts';

/** Milliseconds within which a further signal is the same wish to stop: terminals and npm send it twice. */
const SAME_WISH_MS = 2_000;

/** Runs the server until a signal or the end of the parent process. Answers once it is ready. */
export async function start(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args);
  collectInShortSteps();
  let server: MockServer | undefined;
  let askedAt: number | undefined;
  const stop = (): void => {
    if (askedAt !== undefined && Date.now() - askedAt > SAME_WISH_MS) process.exit(1);
    if (askedAt !== undefined) return;
    askedAt = Date.now();
    endWatch();
    if (server !== undefined) close(server);
  };
  const endWatch = watchParent(stop);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  server = await started(flags);
  if (askedAt !== undefined) {
    close(server);
    return;
  }
  // A reader that has seen the ready line may close its end; the server goes on.
  process.stdout.on('error', () => undefined);
  process.stdout.write(flags.json.length > 0 ? `${JSON.stringify(server.ready)}\n` : summary(server.ready));
}

async function started(flags: Flags): Promise<MockServer> {
  try {
    return await startMockServer(startOptions(flags, process.env));
  } catch (error) {
    if (error instanceof MockServerError) throw new UsageError(error.message);
    throw error;
  }
}

function close(server: MockServer): void {
  server.close().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`taskbay: the server did not stop cleanly: ${String(error)}\n`);
      process.exit(1);
    },
  );
}
