import { type JsonFields as Fields, isObject, type JsonObject, parseJson } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';

export type { Fields };

/** Reads one value of the wire. `wrong` throws the error that says whose value is not what was expected. */
export type Field<Value> = (value: unknown, wrong: (expected: string) => never) => Value;

/** How each field of a record is read: under its own name in snake_case, or under the one given, or under the other. */
export type Schema<Row> = {
  readonly [Name in keyof Row]-?: Field<Row[Name]> | readonly [Field<Row[Name]>, string, string?];
};

/** The fields of an object, or none of anything else. */
export function fieldsOrNone(value: unknown): Fields {
  return isObject(value) ? value : {};
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (isObject(value)) return value;
  throw new TaskbayError('protocol', `${what} is not a JSON object`);
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TaskbayError('protocol', `${what} is not a list`);
}

/** A wire object as a record; throws `protocol`, naming the field, for what cannot be read. */
export function read<Row>(schema: Schema<Row>, value: unknown, what: string): Row {
  const fields = fieldsOf(value, what);
  const entries: [string, Field<unknown> | readonly [Field<unknown>, string, string?]][] = Object.entries(schema);
  return Object.fromEntries(
    entries.map(([name, entry]) => {
      const [field, own = snakeCase(name), other = own] = typeof entry === 'function' ? [entry] : entry;
      const key = own in fields ? own : other;
      const wrong = (expected: string) => {
        throw new TaskbayError('protocol', `${what}.${key} is not ${expected}`, { body: value });
      };
      return [name, field(fields[key], wrong)];
    }),
  ) as Row;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toLowerCase();
}

/** The same field where it may be absent; null and an empty text count as absent. */
function maybe<Value>(field: Field<Value>): Field<Value | undefined> {
  return (value, wrong) => (value === undefined || value === null || value === '' ? undefined : field(value, wrong));
}

export const text: Field<string> = (value, wrong) =>
  typeof value === 'string' && value !== '' ? value : wrong('a text');

/** Undefined when the key is absent, null when it is there without a text. */
export const optionalText: Field<string | null | undefined> = (value) =>
  typeof value === 'string' || value === undefined ? value : null;

export const maybeText: Field<string | undefined> = (value) => (typeof value === 'string' ? value : undefined);

/** The service sends some numbers as text. */
export const number: Field<number> = (value, wrong) => {
  const number = Number.parseFloat(String(value));
  return Number.isFinite(number) ? number : wrong('a number');
};

const FLAGS: readonly unknown[] = [false, 0, true, 1];

/** A boolean, which worker channels in frames spell 0 and 1. */
export const flag: Field<boolean> = (value, wrong) => (FLAGS.includes(value) ? Boolean(value) : wrong('a boolean'));

export function oneOf<Word extends string>(words: readonly Word[]): Field<Word> {
  return (value, wrong) => (words.includes(value as Word) ? (value as Word) : wrong(`one of ${words.join(', ')}`));
}

/** Fewer are seconds, more are milliseconds: the one would be the year 5138, the other was 1973. */
const MOST_SECONDS = 1e11;

/** An instant: ISO 8601 (REST), or seconds since the epoch (frames), or milliseconds (one field of channels). */
export const date: Field<Date | null | undefined> = (value, wrong) => {
  if (value === undefined || value === null) return value;
  const date = new Date(typeof value === 'number' && value < MOST_SECONDS ? value * 1000 : (value as string));
  return Number.isNaN(+date) ? wrong('a date') : date;
};

/** A JSON object that travels as text; an object is taken as it is. */
export const json: Field<JsonObject> = (value, wrong) => {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  return isObject(parsed) ? (parsed as JsonObject) : wrong('a JSON object');
};

export const maybeNumber = /* @__PURE__ */ maybe(number);
export const maybeFlag = /* @__PURE__ */ maybe(flag);
export const maybeJson = /* @__PURE__ */ maybe(json);
/** A JSON object, empty where it is absent. */
export const attributes: Field<JsonObject> = (value, wrong) => maybeJson(value, wrong) ?? {};
