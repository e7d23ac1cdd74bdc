import { type JsonFields as Fields, isObject, parseJson } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';

export type { Fields };

/** The fields of an object, or none of anything else. */
export function fieldsOrNone(value: unknown): Fields {
  return isObject(value) ? value : {};
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (isObject(value)) return value;
  throw unreadable(what, value);
}

/** The error for what is not as the wire has it, or is not there. */
export function unreadable(what: string, body: unknown): TaskbayError {
  return new TaskbayError('protocol', `${what} is missing or cannot be read`, { body });
}

const FIELD = /(\w+)(!?)=?(\S*)/g;

/** The names of what a schema lists. */
export function namesOf(schema: string): string[] {
  return [...schema.matchAll(FIELD)].map(([, name = '']) => name);
}

/** A wire object as a record; throws `protocol`, naming the field, for what is missing or cannot be read. */
export function read<Row>(schema: string, value: unknown, what: string): Row {
  const fields = fieldsOf(value, what);
  const entries = [...schema.matchAll(FIELD)].map(([, name = '', required, keys]) => {
    const spellings = (keys || snakeCase(name)).split('|');
    const key = spellings.find((spelling) => spelling in fields) ?? spellings[0];
    const given = fields[key as string];
    const found = decoded(name, given);
    if (found === undefined && (required || (given ?? undefined) !== undefined))
      throw unreadable(`${what}.${key}`, value);
    return [name, found];
  });
  return Object.fromEntries(entries) as Row;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toLowerCase();
}

const JSON_TEXTS = /^a(ttributes|ddons)$/;
const DATES = /^date|Time$/;
/** Numbers that the service sends as text too. */
const NUMBERS = /^(version|tokenLifetime)$/;

/** Fewer are seconds, more are milliseconds: the one would be the year 5138, the other was 1973. */
const MOST_SECONDS = 1e11;

/** A value as records have it, by the name of its field; undefined where it cannot be read. Null stays what it is, but for numbers. */
function decoded(name: string, value: unknown): unknown {
  if (JSON_TEXTS.test(name)) {
    // JSON objects travel as text, in answers of both wires and in frames. An empty text is none.
    const parsed = typeof value === 'string' ? parseJson(value || '{}') : (value ?? {});
    return isObject(parsed) ? parsed : undefined;
  }
  // What has no version is not in any order, whichever way that is said.
  if (value === undefined || value === null) return NUMBERS.test(name) ? undefined : value;
  if (DATES.test(name)) {
    // ISO 8601 (REST), or seconds since the epoch (frames), or milliseconds (one field of channels).
    const date = new Date(typeof value === 'number' && value < MOST_SECONDS ? value * 1000 : (value as string));
    return Number.isNaN(+date) ? undefined : date;
  }
  if (NUMBERS.test(name)) return Number.isNaN(Number(value)) ? undefined : Number(value);
  // Worker channels in frames spell it 0 and 1.
  return name === 'available' ? Boolean(value) : value;
}
