import { renamed } from './convert.ts';

function check(fits: boolean, place: number, what: string): void {
  if (!fits) throw new Error(`${['1st', '2nd', '3rd'][place]} argument needs to ${what}`);
}

/**
 * `(name, value, callback?)` or `(params, callback?)`; refuses all else with the old SDK's messages. `place`: the first
 * one's among the arguments. Objects and lists among the parameters travel as JSON text.
 */
export function updateParameters(place: number, first: unknown, second: unknown, third: unknown) {
  if (typeof first === 'string') {
    check(typeof second === 'string', place + 1, 'be a string value');
    return { params: { [first]: second }, callback: third };
  }
  check(isObject(first), place, 'either be a string or a JSON object');
  check(second === undefined || typeof second === 'function', place + 1, 'be a function');
  return { params: renamed(first as object), callback: second };
}

/** `(callback)` or `(params, callback)`; where there are `members`, also `(sid, callback)`. */
export function fetchArguments(first: unknown, second: unknown, members: boolean) {
  if (typeof first === 'function') return { callback: first };
  const known = isObject(first) || (members && typeof first === 'string');
  check(known, 0, 'be either a callback function, query parameters, or a SID string');
  check(typeof second === 'function', 1, 'be a function');
  return typeof first === 'string' ? { sid: first, callback: second } : { params: first as object, callback: second };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
