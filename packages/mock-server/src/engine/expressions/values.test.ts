import type { Json } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import type { Operator } from './ast.ts';
import { compileQueueExpression } from './contexts.ts';
import { COMPARISONS } from './values.ts';

const SCALAR_OPERATORS: readonly Operator[] = ['==', '!=', '>', '>=', '<', '<=', 'CONTAINS'];
const OPERATORS: readonly Operator[] = [...SCALAR_OPERATORS, 'HAS', 'IN', 'NOT IN'];

const DOCUMENT = {
  string_const: 'foo',
  number: 6,
  text_number: '6',
  yes: true,
  nothing: null,
  list: ['a', 'b', 'c'],
  numbers: [1, 2, 3],
  text_numbers: ['1', '2'],
  with_null: [null, 'x'],
  object: { array: ['a', 'b', 'c'], attr: 'bar' },
};

describe('comparisons', () => {
  it.each<[rule: string, text: string, result: boolean]>([
    ['unknown key is NULL', 'unknown == null', true],
    ['unknown nested key is NULL', 'object.unknown.deeper == null', true],
    ['key of a scalar is NULL', 'string_const.length == null', true],
    ['index beyond the array is NULL', 'list[3] == null', true],
    ['index on an object is NULL', 'object[0] == null', true],
    ['index on a string is NULL', 'string_const[0] == null', true],
    ['array index base is 0', "object.array[2] == 'c'", true],
    ['nested key', "object.attr == 'bar'", true],
    ['constants alone', '1 == 1', true],
    ['constants alone', '0 != 1', true],
    ['constants alone', '"apple" != "orange"', true],
    ['quoted key is a constant', '"language" == "spanish"', false],
    ['scalar IN array', "'a' IN list", true],
    ['scalar IN array', "'z' IN list", false],
    ['scalar IN a list of constants', "string_const IN ['foo', 'bar']", true],
    ['scalar IN a list of references', "'foo' IN [number, string_const]", true],
    ['scalar NOT IN array', "'z' NOT IN list", true],
    ['scalar NOT IN array', "'a' NOT IN list", false],
    ['nothing is IN the empty list', '1 IN []', false],
    ['everything is NOT IN the empty list', '1 NOT IN []', true],
    ['array HAS scalar', "list HAS 'b'", true],
    ['array HAS scalar', "list HAS 'B'", false],
    ['HAS with the array on the right', "'b' HAS list", false],
    ['IN with the array on the left', "list IN 'b'", false],
    ['NOT IN with the array on the left', "list NOT IN 'b'", false],
    ['array in an array', 'list IN [list]', false],
    ['HAS of two scalars', "string_const HAS 'foo'", false],
    ['IN of two scalars', "'foo' IN string_const", false],
    ['NOT IN of two scalars', "'x' NOT IN string_const", false],
    ['IN a missing attribute', "'x' IN unknown", false],
    ['NOT IN a missing attribute', "'x' NOT IN unknown", false],
    ['CONTAINS', "string_const CONTAINS 'oo'", true],
    ['CONTAINS is case-sensitive', "string_const CONTAINS 'OO'", false],
    ['CONTAINS with the sides exchanged', "'oo' CONTAINS string_const", false],
    ['CONTAINS on numbers compares their text', '123 CONTAINS 2', true],
    ['CONTAINS of a number and a string', "123 CONTAINS '23'", true],
    ['CONTAINS with NULL', "unknown CONTAINS ''", false],
    ['CONTAINS with a boolean', "yes CONTAINS 'rue'", false],
    ['NULL == null', 'nothing == null', true],
    ['NULL != null', 'unknown != null', false],
    ["NULL != 'x'", "unknown != 'x'", true],
    ['NULL != true', 'unknown != true', true],
    ["NULL == 'x'", "unknown == 'x'", false],
    ['NULL < n', 'unknown < 1', false],
    ['NULL > n', 'unknown > -1', false],
    ['NULL >= NULL', 'unknown >= null', false],
    ['NULL IN array', "unknown IN ['x', 'y']", false],
    ['NULL IN array with null', 'unknown IN with_null', true],
    ['NULL NOT IN array', "unknown NOT IN ['x', 'y']", true],
    ['NULL NOT IN array with null', 'unknown NOT IN with_null', false],
    ['number and numeric string are equal', 'number == text_number', true],
    ['number and numeric string, ordered', 'text_number > 5', true],
    ['number and numeric string, ordered', '10 > text_number', true],
    ['numeric string with leading zero', "number == '06'", true],
    ['number and other string are not equal', "number == 'six'", false],
    ['number and other string differ', "number != 'six'", true],
    ['number and other string have no order', "number > 'six'", false],
    ['number and other string have no order', "number <= 'six'", false],
    ['number and empty string', "0 == ''", false],
    ['boolean and string', "true == 'true'", false],
    ['boolean and number', 'true == 1', false],
    ['booleans', 'yes == true', true],
    ['booleans have no order', 'true > false', false],
    ['strings by code point', "'Zebra' < 'apple'", true],
    ['strings by code point, not by number', "'10' < '9'", true],
    ['string equality is case-sensitive', "string_const == 'FOO'", false],
    ['array of numbers, string operand', "numbers HAS '2'", true],
    ['array of strings, number operand', '2 IN text_numbers', true],
    ['object != null', 'object != null', true],
    ['null != object', 'null != object', true],
    ['object == null', 'object == null', false],
    ["object != 'x'", "object != 'x'", false],
    ['object == object', 'object == object', false],
    ['object != object', 'object != object', false],
    ['object IN', 'object IN [object]', false],
    ['object NOT IN', 'object NOT IN list', false],
    ['array == array', 'list == list', false],
    ['array != null', 'list != null', false],
    ['object != array', 'object != list', false],
  ])('%s: %s is %s', (_rule, text, result) => {
    expect(compileQueueExpression(text).matches({ attributes: DOCUMENT })).toBe(result);
  });

  const OTHERS: readonly Json[] = [null, true, 1, 'a', ['a'], { a: 1 }];

  it.each(SCALAR_OPERATORS)('%s is false with an array on either side', (operator) => {
    for (const other of OTHERS) {
      expect(COMPARISONS[operator](['a'], other)).toBe(false);
      expect(COMPARISONS[operator](other, ['a'])).toBe(false);
    }
  });

  it.each(OPERATORS)('%s is false with an object on either side, except != null', (operator) => {
    for (const other of OTHERS) {
      const expected = operator === '!=' && other === null;
      expect(COMPARISONS[operator]({ a: 1 }, other)).toBe(expected);
      expect(COMPARISONS[operator](other, { a: 1 })).toBe(expected);
    }
  });
});

describe('logical operators', () => {
  const matches = (text: string) => compileQueueExpression(text).matches({ attributes: {} });

  it.each([
    ['1==1 OR 1==1 AND 1==2', true],
    ['(1==1 OR 1==1) AND 1==2', false],
    ['1==2 OR 1==2 OR 1==1', true],
    ['1==1 AND 1==1 AND 1==2', false],
    ['1==2 AND 1==1 OR 1==1', true],
  ])('%s is %s', (text, result) => {
    expect(matches(text)).toBe(result);
  });
});
