import type { Json } from '@taskbay/protocol';
import type { Operator } from './ast.ts';
import { decimalText, numericText } from './numbers.ts';

export type Scalar = null | boolean | number | string;

export function isScalar(value: Json): value is Scalar {
  return typeof value !== 'object' || value === null;
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * What each operator says of two JSON values; a missing attribute is null. Scalar operators are false with a list on
 * either side, array operators need a list on their own side, and an object is only ever `!= null`.
 */
export const COMPARISONS = {
  '==': (left, right) => isScalar(left) && isScalar(right) && equal(left, right),
  '!=': notEqual,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  CONTAINS: contains,
  IN: (left, right) => isScalar(left) && isList(right) && includes(right, left),
  HAS: (left, right) => isScalar(right) && isList(left) && includes(left, right),
  'NOT IN': (left, right) => isScalar(left) && isList(right) && !includes(right, left),
} satisfies Record<Operator, (left: Json, right: Json) => boolean>;

/** A number equals a text that spells it; otherwise values of different types are never equal. */
function equal(left: Scalar, right: Scalar): boolean {
  if (left === right) {
    return true;
  }
  if (typeof left === 'number' && typeof right === 'string') {
    return left === numericText(right);
  }
  return typeof left === 'string' && typeof right === 'number' && numericText(left) === right;
}

function notEqual(left: Json, right: Json): boolean {
  if (isScalar(left) && isScalar(right)) {
    return !equal(left, right);
  }
  if (isList(left) || isList(right)) {
    return false;
  }
  return left === null || right === null;
}

/** Negative, zero or positive; NaN, which is false in every comparison, when the values have no order. */
function order(left: Json, right: Json): number {
  if (typeof left === 'string') {
    if (typeof right === 'string') {
      return compareByCodePoint(left, right);
    }
    return typeof right === 'number' ? numericText(left) - right : Number.NaN;
  }
  if (typeof left !== 'number') {
    return Number.NaN;
  }
  if (typeof right === 'number') {
    return left - right;
  }
  return typeof right === 'string' ? left - numericText(right) : Number.NaN;
}

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

function compareByCodePoint(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) {
      // Surrogates stand for code points above every other UTF-16 unit.
      return Number(isSurrogate(a)) - Number(isSurrogate(b)) || a - b;
    }
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE;
}

function contains(left: Json, right: Json): boolean {
  const whole = textOf(left);
  const part = textOf(right);
  return whole !== undefined && part !== undefined && whole.includes(part);
}

function textOf(value: Json): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' ? decimalText(value) : undefined;
}

function includes(list: readonly Json[], value: Scalar): boolean {
  for (const item of list) {
    if (isScalar(item) && equal(item, value)) {
      return true;
    }
  }
  return false;
}
