import type { PolicyFilter } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { matchesFilter } from './filter.ts';

describe('matchesFilter', () => {
  const rows: [name: string, filter: PolicyFilter | undefined, params: Record<string, unknown>, matches: boolean][] = [
    ['no filter', undefined, { Any: 'x' }, true],
    ['an empty filter', {}, { Any: 'x' }, true],
    ['a literal, equal', { Name: 'value' }, { Name: 'value' }, true],
    ['a literal, different', { Name: 'value' }, { Name: 'other' }, false],
    ['a literal, absent', { Name: 'value' }, {}, false],
    ['required, present', { Name: { required: true } }, { Name: '' }, true],
    ['required, absent', { Name: { required: true } }, {}, false],
    ['optional, present', { Name: { required: false } }, { Name: 'x' }, true],
    ['optional, absent', { Name: { required: false } }, {}, true],
    ['optional with a value, absent', { Name: { required: false, value: 'x' } }, {}, true],
    ['optional with a value, equal', { Name: { required: false, value: 'x' } }, { Name: 'x' }, true],
    ['optional with a value, different', { Name: { required: false, value: 'x' } }, { Name: 'y' }, false],
    ['required with a value, equal', { Name: { required: true, value: 'x' } }, { Name: 'x' }, true],
    ['required with a value, different', { Name: { required: true, value: 'x' } }, { Name: 'y' }, false],
    ['required with a value, absent', { Name: { required: true, value: 'x' } }, {}, false],
    ['a value without required, absent', { Name: { value: 'x' } }, {}, true],
    ['a parameter that is not named', { Name: { required: true } }, { Name: 'x', Other: 'y' }, false],
    ['a name in another case', { Name: 'x' }, { name: 'x' }, false],
    ['a number for its text', { Minutes: '60' }, { Minutes: 60 }, true],
    ['a boolean for its text', { Flag: 'true' }, { Flag: true }, true],
    ['a repeated parameter, all equal', { Name: 'x' }, { Name: ['x', 'x'] }, true],
    ['a repeated parameter, one different', { Name: 'x' }, { Name: ['x', 'y'] }, false],
    ['null in place of a required value', { Name: { required: true } }, { Name: null }, false],
    ['undefined for a parameter that is not named', { Name: 'x' }, { Name: 'x', Other: undefined }, true],
    ['an object that cannot be text', { Name: 'x' }, { Name: { toString: 1 } }, false],
    ['a name of the prototype', { Name: { required: false } }, { constructor: 'x' }, false],
  ];
  it.each(rows)('%s', (_name, filter, params, matches) => {
    expect(matchesFilter(filter, params)).toBe(matches);
  });
});
