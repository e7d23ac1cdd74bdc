import { defineCommand } from 'citty';
import { explainCommand } from './token-explain.ts';
import { accessCommand, taskQueueCommand, workerCommand, workspaceCommand } from './token-mint.ts';
import { processHost, type TokenHost } from './token-secret.ts';

/** The `token` command on a host of one's choice; mistakes of the operator reject with MockServerError. */
export function createTokenCommand(host: TokenHost) {
  return defineCommand({
    meta: { name: 'token', description: 'Mint and explain worker, workspace, task queue and access tokens' },
    subCommands: {
      worker: workerCommand(host),
      workspace: workspaceCommand(host),
      'task-queue': taskQueueCommand(host),
      access: accessCommand(host),
      explain: explainCommand(host),
    },
  });
}

/** `taskbay token …`. Secrets come from the environment or a hidden prompt, never from a flag, and are never printed. */
export const tokenCommand = createTokenCommand(processHost);
