import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ArgsDef, defineCommand, renderUsage } from 'citty';
import { START_FLAGS } from './cli/flags.ts';
import { start } from './cli/start.ts';
import { token, tokenCommand } from './cli/token.ts';
import { UsageError } from './cli/usage-error.ts';

const startCommand = defineCommand<ArgsDef>({
  meta: { name: 'start', description: 'Starts a stateful mock TaskRouter' },
  args: START_FLAGS,
});

const taskbay = defineCommand<ArgsDef>({
  meta: { name: 'taskbay', description: 'An open toolkit for agent desktops' },
  subCommands: { start: startCommand, token: tokenCommand },
});

/** The command line, without `node` and the file. Sets the exit code: 2 for what the user has to correct. */
export async function main(argv: readonly string[]): Promise<void> {
  const [command, ...args] = argv;
  try {
    await run(command, args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`taskbay: ${error.message}\n`);
    process.exitCode = 2;
  }
}

async function run(command: string | undefined, args: readonly string[]): Promise<void> {
  switch (command) {
    case 'start':
      if (args.includes('--help') || args.includes('-h')) return write(await renderUsage(startCommand, taskbay));
      return start(args);
    case 'token':
      return token(args);
    case '--version':
    case '-v':
      return write(version());
    case '--help':
    case '-h':
    case 'help':
      return write(await renderUsage(taskbay));
    case undefined:
      throw new UsageError('say what to do: taskbay start; see taskbay --help');
    default:
      throw new UsageError(`unknown command "${command}": there are start and token; see taskbay --help`);
  }
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The package file is a folder up from the sources as from the built files. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** True when Node was started with this file, by its own path or through a package manager's link. */
function isEntry(): boolean {
  const entry = process.argv[1];
  if (entry === undefined) return false;
  try {
    return realpathSync(entry) === realpathSync(fileURLToPath(import.meta.url));
  } catch {
    // Started from something that is no file: not by us.
    return false;
  }
}

if (isEntry()) await main(process.argv.slice(2));
