import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { explainCommand } from './token-explain.ts';
import { accessCommand, taskQueueCommand, workerCommand, workspaceCommand } from './token-mint.ts';
import { processHost, type TokenHost } from './token-secret.ts';
import { UsageError } from './usage-error.ts';

type Commands = Readonly<Record<string, CommandDef<ArgsDef>>>;

function commandsOn(host: TokenHost): Commands {
  return {
    worker: workerCommand(host),
    workspace: workspaceCommand(host),
    'task-queue': taskQueueCommand(host),
    access: accessCommand(host),
    explain: explainCommand(host),
  };
}

function parentOf(commands: Commands): CommandDef<ArgsDef> {
  return defineCommand<ArgsDef>({
    meta: { name: 'taskbay token', description: 'Mints and explains worker, workspace, task queue and access tokens' },
    subCommands: commands,
  });
}

/** `taskbay token …`, as help shows it. */
export const tokenCommand = parentOf(commandsOn(processHost));

/**
 * Runs the arguments after `token`. Secrets come from the environment or a hidden prompt, never from a flag, and are
 * never printed. Throws UsageError for what the user has to correct.
 */
export async function token(args: readonly string[], host: TokenHost = processHost): Promise<void> {
  const commands = commandsOn(host);
  const [name, ...rest] = args;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (args.includes('--help') || args.includes('-h')) {
    const parent = parentOf(commands);
    return host.write(`${command === undefined ? await renderUsage(parent) : await renderUsage(command, parent)}\n`);
  }
  if (command === undefined) {
    const known = Object.keys(commands).join(', ');
    throw new UsageError(`say which token: taskbay token with one of ${known}; see taskbay token --help`);
  }
  await runCommand(command, { rawArgs: rest });
}
