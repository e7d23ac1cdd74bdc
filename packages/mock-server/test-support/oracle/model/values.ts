/** What an attribute holds once JSON is read, as far as these expressions look. */
export type Value = string | number | boolean | null | undefined | readonly Value[];

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const isMissing = (value: Value): value is null | undefined => value === undefined || value === null;

/** EXPR-15: a text that spells a number stands for it. */
function numberIn(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** `==`: EXPR-12, EXPR-13, EXPR-15. */
export function equals(left: Value, right: Value): boolean {
  if (isList(left) || isList(right)) return false;
  if (isMissing(left) || isMissing(right)) return isMissing(left) && isMissing(right);
  if (typeof left === typeof right) return left === right;
  const number = numberIn(left);
  return number !== undefined && number === numberIn(right);
}

/** `!=`, which is not the opposite of `==` where a list is on either side (EXPR-13). */
export function differs(left: Value, right: Value): boolean {
  return !isList(left) && !isList(right) && !equals(left, right);
}

/** `<`: null has no order, nor have values of different types but numbers and texts that spell them. */
export function isBelow(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  const [lower, upper] = [numberIn(left), numberIn(right)];
  return lower !== undefined && upper !== undefined && lower < upper;
}

/** `>=`. */
export function isAtLeast(left: Value, right: Value): boolean {
  return isBelow(right, left) || (!isMissing(left) && equals(left, right));
}

/** `IN`, and `HAS` read from its other side (EXPR-13). */
export function isIn(value: Value, list: Value): boolean {
  return isList(list) && !isList(value) && list.some((member) => equals(value, member));
}

/** `NOT IN`: a list has to be there for a value not to be in it. */
export function isNotIn(value: Value, list: Value): boolean {
  return isList(list) && !isList(value) && !isIn(value, list);
}
