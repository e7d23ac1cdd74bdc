import type { Json, JsonObject } from '@taskbay/protocol';
import { isBlank } from '../expressions/contexts.ts';
import { ExpressionError, quote } from '../expressions/errors.ts';
import { member } from '../expressions/lookup.ts';
import { isList, isScalar } from '../expressions/values.ts';
import type { ProblemLog } from './problems.ts';

/** An object of the document and where it stands; readers name the member in every problem they report. */
export interface Place {
  readonly value: JsonObject;
  readonly path: string;
  readonly log: ProblemLog;
}

/** A value that has to be an object, as a place; undefined, with a problem, when it is something else. */
export function asPlace(value: Json, path: string, log: ProblemLog): Place | undefined {
  if (typeof value === 'object' && value !== null && !isList(value)) {
    return { value, path, log };
  }
  log.add('wrong_type', path, `is ${typeName(value)}, not an object`, 'write an object here');
  return undefined;
}

export function memberPath(place: Place, key: string): string {
  return place.path === '' ? key : `${place.path}.${key}`;
}

/** Absent and null are the same. */
export function read(place: Place, key: string): Json {
  return member(place.value, key);
}

/** Undefined when absent, or, with a problem, when it is not a list. */
export function readList(place: Place, key: string): readonly Json[] | undefined {
  const value = read(place, key);
  if (value === null || isList(value)) {
    return value ?? undefined;
  }
  place.log.add('wrong_type', memberPath(place, key), `is ${typeName(value)}, not a list`, 'write a list here');
  return undefined;
}

/** Undefined when absent, or, with a problem, when it is not a text. */
export function readText(place: Place, key: string): string | undefined {
  const value = read(place, key);
  if (value === null || typeof value === 'string') {
    return value ?? undefined;
  }
  place.log.add('wrong_type', memberPath(place, key), `is ${typeName(value)}, not a string`, 'write a string here');
  return undefined;
}

/** A text that says something: blank text counts as absent. */
export function readFilledText(place: Place, key: string): string | undefined {
  const text = readText(place, key);
  return text === undefined || isBlank(text) ? undefined : text;
}

const LARGEST = 2_147_483_647;

/** An integer from `least`, as a number or as digits in a string; undefined when absent or, with a problem, refused. */
export function readInteger(place: Place, key: string, least: number): number | undefined {
  const value = read(place, key);
  if (value === null) {
    return undefined;
  }
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= LARGEST) {
    return number;
  }
  place.log.add(
    typeof number === 'number' ? 'out_of_range' : 'wrong_type',
    memberPath(place, key),
    `is ${isScalar(value) ? quote(String(value)) : typeName(value)}, not an integer from ${least} to ${LARGEST}`,
    `write such a number, or leave ${key} out`,
  );
  return undefined;
}

/** Compiles a member that is an expression; undefined when absent or blank, or, with a problem, unreadable. */
export function readExpression<T>(place: Place, key: string, compile: (text: string) => T): T | undefined {
  const text = readFilledText(place, key);
  return text === undefined ? undefined : compileMember(place, key, text, compile);
}

/** Reports an ExpressionError of `compile` as a problem of the member. */
export function compileMember<T>(place: Place, key: string, text: string, compile: (text: string) => T): T | undefined {
  try {
    return compile(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) {
      throw error;
    }
    const { line, column, expected, found, remedy } = error;
    place.log.add(
      'bad_expression',
      memberPath(place, key),
      `line ${line}, column ${column}: expected ${expected}, found ${found}`,
      remedy,
    );
    return undefined;
  }
}

function typeName(value: Json): string {
  if (value === null) {
    return 'null';
  }
  if (isList(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
