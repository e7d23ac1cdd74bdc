import type { JsonObject } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Reads one value of the wire. `wrong` throws the error that says whose value is not what was expected. */
export type Field<Value> = (value: unknown, wrong: (expected: string) => never) => Value;

/** How each field of a record is read: under its own name in snake_case, or under the first of those given that is there. */
export type Schema<Row> = {
  readonly [Name in keyof Row]-?: Field<Row[Name]> | readonly [Field<Row[Name]>, ...string[]];
};

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
  const entries: [string, Field<unknown> | readonly [Field<unknown>, ...string[]]][] = Object.entries(schema);
  return Object.fromEntries(
    entries.map(([name, entry]) => {
      const [field, ...keys] = typeof entry === 'function' ? [entry, snakeCase(name)] : entry;
      const key = keys.find((candidate) => candidate in fields) ?? keys[0] ?? name;
      const wrong = (expected: string) => {
        throw new TaskbayError('protocol', `${what}.${key} is not ${expected}`, { body: value });
      };
      return [name, field(fields[key], wrong)];
    }),
  ) as Row;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
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
  const number = value === '' ? Number.NaN : Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : wrong('a number');
};

/** A boolean, which worker channels in frames spell 0 and 1. */
export const flag: Field<boolean> = (value, wrong) =>
  value === true || value === 1 || (value === false || value === 0 ? false : wrong('a boolean'));

export function oneOf<Word extends string>(words: readonly Word[]): Field<Word> {
  return (value, wrong) => (words.includes(value as Word) ? (value as Word) : wrong(`one of ${words.join(', ')}`));
}

function instant(unitMs: number): Field<Date | null | undefined> {
  return (value, wrong) => {
    if (value === undefined || value === null) return value;
    const date = new Date(typeof value === 'number' ? value * unitMs : String(value));
    return Number.isNaN(+date) ? wrong('a date') : date;
  };
}

/** An instant: a number counts seconds since the epoch (frames), a text is ISO 8601 (REST). */
export const date = /* @__PURE__ */ instant(1000);
/** The same where a number counts milliseconds. */
export const millisecondDate = /* @__PURE__ */ instant(1);

/** A JSON object that travels as text; an object is taken as it is. */
export const json: Field<JsonObject> = (value, wrong) => {
  let parsed = value;
  try {
    if (typeof value === 'string') parsed = JSON.parse(value);
  } catch {
    return wrong('JSON text');
  }
  return isObject(parsed) ? (parsed as JsonObject) : wrong('a JSON object');
};

export const maybeNumber = /* @__PURE__ */ maybe(number);
export const maybeFlag = /* @__PURE__ */ maybe(flag);
export const maybeJson = /* @__PURE__ */ maybe(json);
/** A JSON object, empty where it is absent. */
export const attributes: Field<JsonObject> = (value, wrong) => maybeJson(value, wrong) ?? {};
