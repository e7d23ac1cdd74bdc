import { TokenError } from '@taskbay/token';
import type { ArgsDef } from 'citty';
import { UsageError } from './usage-error.ts';

/** Flags as citty hands them over; values are not to be trusted to be what their definition says. */
export type Flags = Readonly<Record<string, unknown>>;

/** Refuses flags and words that the command does not know. Their values are not repeated: one may be a secret. */
export function refuseUnknown(flags: Flags, definition: ArgsDef): void {
  const known = new Set(Object.keys(definition).flatMap((name) => [name, camelCase(name)]));
  const unknown = Object.keys(flags).find((name) => name !== '_' && !known.has(name));
  if (unknown !== undefined) {
    const secret = /secret|auth.?token|password/i.test(unknown);
    const advice = secret ? 'secrets come from the environment or a prompt' : 'see --help';
    // A short flag is one letter of a word that could be a secret: -psecret.
    throw new UsageError(`${unknown.length > 1 ? `--${unknown}` : 'a short flag'} is not known; ${advice}`);
  }
  const positionals = Object.values(definition).filter(({ type }) => type === 'positional').length;
  if (Array.isArray(flags['_']) && flags['_'].length > positionals) {
    throw new UsageError('there is a word too many; see --help');
  }
}

/** Text of a flag, undefined when it is absent. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`--${name} has no value; give one or leave the flag out`);
}

/** Text of a flag that must be there; `variable` names the environment variable that would do as well. */
export function requiredFlag(flags: Flags, name: string, fallback?: string, variable?: string): string {
  const value = textFlag(flags, name) ?? fallback;
  if (value !== undefined) return value;
  const other = variable === undefined ? '' : ` or set ${variable}`;
  throw new UsageError(`--${name} is missing; give it${other}`);
}

/** Whole seconds of a flag. */
export function secondsFlag(flags: Flags, name: string): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is "${text}"; it must be a whole number of seconds`);
}

/** Instant of a flag in ISO 8601. */
export function instantFlag(flags: Flags, name: string): Date | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new UsageError(`--${name} is "${text}"; it must be a date and time such as 2026-01-31T08:00:00Z`);
}

/** Waits for a token; what its minter refuses is the operator's mistake. */
export async function asOperatorError<Made>(made: Promise<Made>): Promise<Made> {
  try {
    return await made;
  } catch (error) {
    if (error instanceof TokenError) throw new UsageError(error.message);
    throw error;
  }
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
