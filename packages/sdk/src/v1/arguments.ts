/** Checks of the old SDK's arguments, with its messages. */
export function updateParameters(
  nameOrParams: unknown,
  valueOrCallback: unknown,
  callback: unknown,
  first = 1,
): { params: Record<string, unknown>; callback: unknown } {
  const at = (index: number) => ['1st', '2nd', '3rd'][first - 1 + index];
  if (typeof nameOrParams === 'string') {
    if (typeof valueOrCallback !== 'string') throw new Error(`${at(1)} argument needs to be a string value`);
    return { params: { [nameOrParams]: valueOrCallback }, callback };
  }
  if (typeof nameOrParams !== 'object' || nameOrParams === null) {
    throw new Error(`${at(0)} argument needs to either be a string or a JSON object`);
  }
  if (valueOrCallback !== undefined && typeof valueOrCallback !== 'function') {
    throw new Error(`${at(1)} argument needs to be a function`);
  }
  return { params: stringified(nameOrParams), callback: valueOrCallback };
}

/** Objects and lists travel as JSON text. */
export function stringified(params: object): Record<string, unknown> {
  const nested = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, nested(value)]));
}

/** `(callback)` or `(params, callback)`; with `sids`, also `(sid, callback)`. */
export function fetchArguments(first: unknown, second: unknown, sids: boolean) {
  if (typeof first === 'function') return { callback: first };
  const known = (typeof first === 'object' && first !== null) || (sids && typeof first === 'string');
  if (!known) {
    throw new Error('1st argument needs to be either a callback function, query parameters, or a SID string');
  }
  if (typeof second !== 'function') throw new Error('2nd argument needs to be a function');
  return typeof first === 'string' ? { sid: first, callback: second } : { params: first as object, callback: second };
}
