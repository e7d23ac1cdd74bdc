/** It may stand in any place. */
export function callbackOf(given: readonly unknown[]): unknown {
  return given.find((value) => typeof value === 'function');
}

/**
 * Why arguments are not what a verb wants, in the old SDK's words where it had any. `types`: of the arguments, as `typeof`
 * says; `wanted`: the pattern that these do not fit.
 */
export function refusal(types: readonly string[], wanted: string): string {
  const change = wanted.includes('string,string');
  if (!change && !wanted.endsWith('function')) return `Arguments need to be ${wanted}`;
  // Lists are told the SID of a member first.
  const place = wanted.startsWith('string,') ? 1 : 0;
  const first = types[place];
  const known = first === 'object' || (first === 'string' && wanted.includes(first));
  const what = change
    ? 'either be a string or a JSON object'
    : 'be either a callback function, query parameters, or a SID string';
  const then = change && first === 'string' ? 'be a string value' : 'be a function';
  return `${['1st', '2nd', '3rd'][known ? place + 1 : place]} argument needs to ${known ? then : what}`;
}
