import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { GivenCredentials } from '../credentials.ts';
import type { MockServerOptions } from '../options.ts';
import type { SeedChoice } from '../seed/load.ts';
import { parseSeed } from '../seed/parse.ts';
import { SeedError } from '../seed/seed-error.ts';
import type { FlagName, Flags } from './flags.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_PORT = 8787;

type Environment = Readonly<Record<string, string | undefined>>;

/** Flags and environment as options of the server. Throws UsageError or SeedError. */
export function startOptions(flags: Flags, environment: Environment): MockServerOptions {
  const one = (name: FlagName): string | undefined => flags[name][0];
  if (one('data') !== undefined) {
    throw new UsageError('--data (a durable journal) comes later; leave it out to keep everything in memory');
  }
  const clock = one('clock') ?? 'real';
  if (clock !== 'real' && clock !== 'manual') throw new UsageError(`--clock is "${clock}"; it must be real or manual`);
  const host = one('host');
  const now = one('now');
  const randomSeed = wholeNumber('random-seed', one('random-seed'), Number.MAX_SAFE_INTEGER);
  return {
    port: wholeNumber('port', one('port'), 65_535) ?? DEFAULT_PORT,
    clock,
    seed: seedChoice(one('seed'), environment),
    allowOrigins: flags['allow-origin'].map(origin),
    allowHosts: flags['allow-host'].map((name) => filled('allow-host', name)),
    ...(host === undefined ? {} : { host: filled('host', host) }),
    ...(now === undefined ? {} : { now: instant(now) }),
    ...(randomSeed === undefined ? {} : { randomSeed }),
    ...vendorLimits(flags),
    ...givenCredentials(flags, environment),
  };
}

function vendorLimits(flags: Flags): Pick<MockServerOptions, 'vendorLimits'> {
  const wanted = flags['vendor-limits'].length > 0;
  const requestsPerSecond = wholeNumber('requests-per-second', flags['requests-per-second'][0], 1_000_000);
  if (requestsPerSecond === undefined) return wanted ? { vendorLimits: true } : {};
  if (!wanted) throw new UsageError('--requests-per-second needs --vendor-limits');
  if (requestsPerSecond === 0) throw new UsageError('--requests-per-second is 0; it must be 1 or more');
  return { vendorLimits: { requestsPerSecond } };
}

function wholeNumber(flag: FlagName, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new UsageError(`--${flag} is "${text}"; it must be a whole number from 0 to ${most}`);
}

function filled(flag: FlagName, text: string): string {
  if (text.trim() !== '') return text;
  throw new UsageError(`--${flag} is empty; give a value or leave the flag out`);
}

function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.origin !== 'null' && url.pathname === '/' && url.search === '') return url.origin;
  throw new UsageError(`--allow-origin is "${text}"; it must be an origin such as http://localhost:5173`);
}

function instant(text: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text) && Number.isFinite(Date.parse(text))) return text;
  throw new UsageError(`--now is "${text}"; it must be a date and time such as 2026-01-31T08:00:00Z`);
}

function seedChoice(name: string | undefined, environment: Environment): SeedChoice {
  if (name === undefined || name === 'support-desk') return 'support-desk';
  if (name === 'none') return 'none';
  const path = seedPath(filled('seed', name), environment);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The seed file ${path} cannot be read (${reason})`);
  }
  try {
    return parseSeed(text);
  } catch (error) {
    if (error instanceof SeedError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** npm runs scripts in the package's folder; INIT_CWD is where the user typed the path. */
function seedPath(name: string, environment: Environment): string {
  const here = resolve(name);
  const typedIn = environment['INIT_CWD'];
  if (isAbsolute(name) || existsSync(here) || typedIn === undefined) return here;
  return resolve(typedIn, name);
}

const CREDENTIALS = {
  accountSid: { flag: 'account-sid', own: 'TASKBAY_ACCOUNT_SID', vendor: 'TWILIO_ACCOUNT_SID' },
  authToken: { flag: 'auth-token', own: 'TASKBAY_AUTH_TOKEN', vendor: 'TWILIO_AUTH_TOKEN' },
  apiKeySid: { flag: 'api-key', own: 'TASKBAY_API_KEY', vendor: 'TWILIO_API_KEY' },
  apiKeySecret: { flag: 'api-secret', own: 'TASKBAY_API_SECRET', vendor: 'TWILIO_API_SECRET' },
} as const satisfies Record<keyof GivenCredentials, { flag: FlagName; own: string; vendor: string }>;

/** A flag wins over the environment; an empty variable counts as not set. */
function givenCredentials(flags: Flags, environment: Environment): GivenCredentials {
  const fromVendor = flags['env-credentials'].length > 0;
  const given = Object.entries(CREDENTIALS).flatMap(([name, { flag, own, vendor }]) => {
    const variable = fromVendor ? vendor : own;
    const value = flags[flag][0] ?? (environment[variable] || undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  const credentials: GivenCredentials = Object.fromEntries(given);
  if (fromVendor && (credentials.accountSid === undefined || credentials.authToken === undefined)) {
    throw new UsageError('--env-credentials needs TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to be set');
  }
  return credentials;
}
