import { isObject } from '@taskbay/protocol';

/** `(name, value, callback?)` or `(params, callback?)`. */
export const CHANGE = '(string,string|object)(,function)?';

/**
 * What the arguments of a call say, by their types; null is left out. `wanted`: their types in a pattern, which a call
 * that does not fit is refused with. An odd one among the texts is the SID of a member, which goes `below` the path.
 */
export function readArguments(given: readonly unknown[], wanted: string) {
  const there = given.filter((value) => (value ?? undefined) !== undefined);
  if (!new RegExp(`^${wanted}$`).test(there.map((value) => typeof value).join())) {
    throw new Error(`Arguments need to be ${wanted}`);
  }
  const texts = there.filter((value) => typeof value === 'string');
  const below = texts.length % 2 ? `/${texts.shift()}` : '';
  const [name, value] = texts;
  return { below, params: there.find(isObject) ?? (name && { [name]: value }), callback: callbackOf(given) };
}

/** It may stand in any place. */
export function callbackOf(given: readonly unknown[]): unknown {
  return given.find((value) => typeof value === 'function');
}
