import {
  mintAccessToken,
  mintTaskQueueToken,
  mintWorkerToken,
  mintWorkspaceToken,
  type Policy,
  taskQueuePolicies,
  type WorkspaceScope,
  workerPolicies,
  workspacePolicies,
} from '@taskbay/token';
import { type ArgsDef, defineCommand } from 'citty';
import {
  asOperatorError,
  type Flags,
  instantFlag,
  refuseUnknown,
  requiredFlag,
  secondsFlag,
  textFlag,
} from './token-flags.ts';
import { credentialFrom, readSecret, type TokenHost } from './token-secret.ts';
import { UsageError } from './usage-error.ts';

const commonFlags = {
  'account-sid': { type: 'string', description: 'AC…; default: TASKBAY_ACCOUNT_SID', valueHint: 'sid' },
  'workspace-sid': { type: 'string', description: 'WS…', valueHint: 'sid' },
  ttl: { type: 'string', description: 'seconds until the token ends; default: 3600', valueHint: 'seconds' },
  now: { type: 'string', description: 'when it is issued; default: now', valueHint: 'iso' },
  'env-credentials': { type: 'boolean', description: 'read TWILIO_… instead of TASKBAY_… from the environment' },
  json: { type: 'boolean', description: 'print a JSON object: token, kind' },
} as const satisfies ArgsDef;

const capabilityFlags = {
  ...commonFlags,
  capabilities: { type: 'string', description: 'lists of rules, with commas between them', valueHint: 'names' },
  'rest-base': { type: 'string', description: 'REST base of the rules, ending in /v1', valueHint: 'url' },
  'event-bridge-base': { type: 'string', description: 'host of the event bridge, without a path', valueHint: 'url' },
} as const satisfies ArgsDef;

/** `taskbay token worker`: reads the auth token from the environment or a prompt. */
export function workerCommand(host: TokenHost) {
  const flags = { ...capabilityFlags, 'worker-sid': { type: 'string', description: 'WK…', valueHint: 'sid' } } as const;
  return mintCommand(host, 'worker', 'capability', flags, async (args) => {
    const scope = { ...workspaceScope(host, args), workerSid: requiredFlag(args, 'worker-sid') };
    const policies = chosenPolicies(args, workerPolicies, scope);
    return mintWorkerToken({ ...scope, ...policies, ...lifetime(args), authToken: await authToken(host, args) });
  });
}

/** `taskbay token workspace`: reads the auth token from the environment or a prompt. */
export function workspaceCommand(host: TokenHost) {
  return mintCommand(host, 'workspace', 'capability', capabilityFlags, async (args) => {
    const scope = workspaceScope(host, args);
    const policies = chosenPolicies(args, workspacePolicies, scope);
    return mintWorkspaceToken({ ...scope, ...policies, ...lifetime(args), authToken: await authToken(host, args) });
  });
}

/** `taskbay token task-queue`: reads the auth token from the environment or a prompt. */
export function taskQueueCommand(host: TokenHost) {
  const flags = {
    ...capabilityFlags,
    'task-queue-sid': { type: 'string', description: 'WQ…', valueHint: 'sid' },
  } as const;
  return mintCommand(host, 'task-queue', 'capability', flags, async (args) => {
    const scope = { ...workspaceScope(host, args), taskQueueSid: requiredFlag(args, 'task-queue-sid') };
    const policies = chosenPolicies(args, taskQueuePolicies, scope);
    return mintTaskQueueToken({ ...scope, ...policies, ...lifetime(args), authToken: await authToken(host, args) });
  });
}

/** `taskbay token access`: reads the API key's secret from the environment or a prompt. */
export function accessCommand(host: TokenHost) {
  const flags = {
    ...commonFlags,
    'api-key': { type: 'string', description: 'SK…; default: TASKBAY_API_KEY', valueHint: 'sid' },
    identity: { type: 'string', description: 'whom the token is for', valueHint: 'name' },
    'worker-sid': { type: 'string', description: 'WK…; the role worker needs it', valueHint: 'sid' },
    role: { type: 'string', description: 'worker (default), supervisor, …', valueHint: 'role' },
  } as const;
  return mintCommand(host, 'access', 'access', flags, async (args) => {
    const { accountSid, workspaceSid } = workspaceScope(host, args);
    const workerSid = textFlag(args, 'worker-sid');
    const role = textFlag(args, 'role');
    const names = vendorNames(args);
    const options = {
      accountSid,
      workspaceSid,
      apiKeySid: requiredFlag(args, 'api-key', credentialFrom(host, 'API_KEY', names), 'TASKBAY_API_KEY'),
      identity: requiredFlag(args, 'identity'),
      ...(workerSid === undefined ? {} : { workerSid }),
      ...(role === undefined ? {} : { role }),
      ...lifetime(args),
    };
    return mintAccessToken({ ...options, apiKeySecret: await readSecret(host, 'API_SECRET', names) });
  });
}

function mintCommand(
  host: TokenHost,
  name: string,
  kind: string,
  flags: ArgsDef,
  mint: (args: Flags) => Promise<string>,
) {
  return defineCommand<ArgsDef>({
    meta: { name, description: `Mint a ${name === 'access' ? 'v2 access' : `v1 ${name}`} token` },
    args: flags,
    run: async ({ args }) => {
      refuseUnknown(args, flags);
      const token = await asOperatorError(mint(args));
      host.write(`${args['json'] ? JSON.stringify({ token, kind }) : token}\n`);
    },
  });
}

function workspaceScope(host: TokenHost, args: Flags): WorkspaceScope {
  const restBase = textFlag(args, 'rest-base');
  const eventBridgeBase = textFlag(args, 'event-bridge-base');
  const account = credentialFrom(host, 'ACCOUNT_SID', vendorNames(args));
  return {
    accountSid: requiredFlag(args, 'account-sid', account, 'TASKBAY_ACCOUNT_SID'),
    workspaceSid: requiredFlag(args, 'workspace-sid'),
    ...(restBase === undefined ? {} : { restBase }),
    ...(eventBridgeBase === undefined ? {} : { eventBridgeBase }),
  };
}

/** The rules of the named lists in their order; nothing when none are named, so that the minter's default holds. */
function chosenPolicies<Scope>(
  args: Flags,
  lists: Readonly<Record<string, (scope: Scope) => Policy[]>>,
  scope: Scope,
): { policies?: Policy[] } {
  const names = textFlag(args, 'capabilities')?.split(',');
  if (names === undefined) return {};
  const policies = names.flatMap((name) => {
    const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (list !== undefined) return list(scope);
    const known = Object.keys(lists).join(', ');
    throw new UsageError(`--capabilities has "${name}"; known are ${known}`);
  });
  return { policies };
}

function lifetime(args: Flags): { ttl?: number; now?: Date } {
  const ttl = secondsFlag(args, 'ttl');
  const now = instantFlag(args, 'now');
  return { ...(ttl === undefined ? {} : { ttl }), ...(now === undefined ? {} : { now }) };
}

const vendorNames = (args: Flags): boolean => args['env-credentials'] === true;

const authToken = (host: TokenHost, args: Flags): Promise<string> => readSecret(host, 'AUTH_TOKEN', vendorNames(args));
