import type { JsonObject } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';

/** A wire object whose fields are being read; `what` names it in errors. */
export interface Source {
  readonly what: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export function source(value: unknown, what: string): Source {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { what, fields: value as Record<string, unknown> };
  }
  throw new TaskbayError('protocol', `${what} is not a JSON object`);
}

function wrong(from: Source, key: string, expected: string): TaskbayError {
  return new TaskbayError('protocol', `${from.what}.${key} is not ${expected}`, { body: from.fields });
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TaskbayError('protocol', `${what} is not a list`);
}

export function text(from: Source, key: string): string {
  const value = from.fields[key];
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(from, key, 'a text');
}

/** Undefined when the key is absent, null when it is there without a text. */
export function optionalText(from: Source, ...keys: readonly string[]): string | null | undefined {
  const key = keys.find((candidate) => candidate in from.fields);
  if (key === undefined) return undefined;
  const value = from.fields[key];
  return typeof value === 'string' ? value : null;
}

/** A text that may be absent; null counts as absent. */
export function maybeText(from: Source, ...keys: readonly string[]): string | undefined {
  return optionalText(from, ...keys) ?? undefined;
}

/** A number that may be absent; the service sends some of them as text. */
export function maybeNumber(from: Source, key: string): number | undefined {
  const value = from.fields[key];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw wrong(from, key, 'a number');
}

export function number(from: Source, key: string): number {
  const value = maybeNumber(from, key);
  if (value !== undefined) return value;
  throw wrong(from, key, 'a number');
}

/** A boolean, which worker channels in frames spell 0 and 1. */
export function maybeFlag(from: Source, key: string): boolean | undefined {
  const value = from.fields[key];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  throw wrong(from, key, 'a boolean');
}

export function flag(from: Source, key: string): boolean {
  const value = maybeFlag(from, key);
  if (value !== undefined) return value;
  throw wrong(from, key, 'a boolean');
}

export function oneOf<Word extends string>(from: Source, key: string, words: readonly Word[]): Word {
  const value = from.fields[key];
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  throw wrong(from, key, `one of ${words.join(', ')}`);
}

/** An instant: a number counts `unitMs` milliseconds since the epoch (frames), a text is ISO 8601 (REST). */
export function maybeDate(from: Source, key: string, unitMs = 1000): Date | null | undefined {
  const value = from.fields[key];
  if (value === undefined || value === null) return value;
  const date = new Date(typeof value === 'number' ? value * unitMs : String(value));
  if (Number.isNaN(date.getTime())) throw wrong(from, key, 'a date');
  return date;
}

/** A JSON object that travels as text; absent is undefined, an object is taken as it is. */
export function maybeJson(from: Source, key: string): JsonObject | undefined {
  const value = from.fields[key];
  if (value === undefined || value === null || value === '') return undefined;
  let parsed: unknown = value;
  try {
    if (typeof value === 'string') parsed = JSON.parse(value);
  } catch {
    throw wrong(from, key, 'JSON text');
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  throw wrong(from, key, 'a JSON object');
}
