import { parseArgs } from 'node:util';
import type { ArgsDef } from 'citty';
import { UsageError } from './usage-error.ts';

/** The flags of `taskbay start`, as help shows them. */
export const START_FLAGS = {
  port: { type: 'string', valueHint: 'N', description: 'Port to listen on; 0 takes any free one (default 8787)' },
  host: { type: 'string', valueHint: 'H', description: 'Address to listen on (default 127.0.0.1)' },
  seed: {
    type: 'string',
    valueHint: 'FILE',
    description: 'YAML or JSON seed; "none" starts without a workspace (default: support-desk)',
  },
  clock: {
    type: 'string',
    valueHint: 'real|manual',
    description: 'manual: time moves only by the control API (default real)',
  },
  now: { type: 'string', valueHint: 'ISO', description: "Start instant (default: the host's now)" },
  'random-seed': { type: 'string', valueHint: 'N', description: 'Seed of SIDs and tie-breaks (default: random)' },
  data: { type: 'string', valueHint: 'DIR', description: 'Durable journal; comes later' },
  'account-sid': { type: 'string', valueHint: 'AC…', description: 'Account to emulate' },
  'auth-token': { type: 'string', valueHint: 'SECRET', description: 'Its auth token' },
  'api-key': { type: 'string', valueHint: 'SK…', description: 'API key of the account' },
  'api-secret': { type: 'string', valueHint: 'SECRET', description: 'Its secret' },
  'env-credentials': { type: 'boolean', description: 'Take the credentials from TWILIO_* instead of TASKBAY_*' },
  'allow-origin': {
    type: 'string',
    valueHint: 'O',
    description: 'Origin whose pages may use the control API; repeatable',
  },
  'allow-host': { type: 'string', valueHint: 'H', description: 'Further host name the server answers to; repeatable' },
  'vendor-limits': {
    type: 'boolean',
    description: "Hold clients to the service's request rates and to its limit of worker statistics",
  },
  'requests-per-second': {
    type: 'string',
    valueHint: 'N',
    description: 'With --vendor-limits: a rate for all requests together (default: none)',
  },
  json: { type: 'boolean', description: 'Write JSON lines only, the first being the ready line' },
  help: { type: 'boolean', alias: 'h', description: 'Show this' },
} as const satisfies ArgsDef;

const REPEATABLE = new Set<string>(['allow-origin', 'allow-host']);

export type FlagName = keyof typeof START_FLAGS;

/** Flags as written: a list of values each, empty when absent; a boolean flag's value is ''. */
export type Flags = Readonly<Record<FlagName, readonly string[]>>;

/** Reads the arguments after `start`. Throws UsageError for a flag nobody knows, a missing value, a repeated flag. */
export function parseFlags(args: readonly string[]): Flags {
  const options = Object.fromEntries(
    Object.entries(START_FLAGS).map(([name, flag]) => [
      name,
      { type: flag.type, multiple: true, ...('alias' in flag ? { short: flag.alias } : {}) } as const,
    ]),
  );
  const { values } = parsed(args, options);
  const flags = (Object.keys(START_FLAGS) as FlagName[]).map((name) => {
    const given = [values[name] ?? []].flat().map((value) => (typeof value === 'string' ? value : ''));
    if (given.length > 1 && !REPEATABLE.has(name))
      throw new UsageError(`--${name} is given ${given.length} times; give it once`);
    return [name, given] as const;
  });
  return Object.fromEntries(flags) as Record<FlagName, string[]>;
}

function parsed(args: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options'] & object) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  } catch (error) {
    // Node's words go on to explain how to write positionals; the first sentence says what is wrong.
    const [sentence = 'The arguments cannot be read'] = (error instanceof Error ? error.message : '').split('. ');
    throw new UsageError(`${sentence.split('\n')[0]?.replace(/\.$/, '')}; see taskbay start --help`);
  }
}
