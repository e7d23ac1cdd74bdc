import { describe, expect, it } from 'vitest';
import { parseExpression } from './parse.ts';
import { printPath } from './print.ts';
import { readsRoot, referencedPaths, requirements } from './references.ts';

describe('referencedPaths', () => {
  it('lists every path once, also inside lists and on the right', () => {
    const ast = parseExpression("worker.a == task.b OR 'x' IN [task.b, worker.c[0]] AND (worker.a > 1 OR 2 < d.e)");
    expect(referencedPaths(ast).map(printPath)).toEqual(['worker.a', 'task.b', 'worker.c[0]', 'd.e']);
    expect(referencedPaths(parseExpression('1 == 1'))).toEqual([]);
  });
});

describe('readsRoot', () => {
  it.each([
    ['worker.skill > task.level', 'task', true],
    ['worker.skill > 5', 'task', false],
    ["worker.task == 'task'", 'task', false],
    ["taskrouter.dayOfWeek == 'Sat'", 'taskrouter', true],
  ])('%s and %s: %s', (text, root, result) => {
    expect(readsRoot(parseExpression(text), root)).toBe(result);
  });
});

describe('requirements', () => {
  const list = (text: string) =>
    requirements(parseExpression(text)).map(
      ({ path, operator, constant }) => `${printPath(path)} ${operator} ${JSON.stringify(constant)}`,
    );

  it.each([
    ["skills HAS 'en' AND level > 3", ['skills HAS "en"', 'level > 3']],
    ["'en' IN skills AND 3 < level AND 5 >= age", ['skills HAS "en"', 'level > 3', 'age <= 5']],
    ["['a', 'b'] HAS lang", ['lang IN ["a","b"]']],
    ["lang IN ['a', ['b'], null]", ['lang IN ["a",["b"],null]']],
    ["lang IN ['a', other]", []],
    ['(a == 1 AND (b == 2 AND c != null)) AND d NOT IN [1]', ['a == 1', 'b == 2', 'c != null', 'd NOT IN [1]']],
    ['a == 1 OR b == 2', []],
    ['a == 1 AND (b == 2 OR c == 3)', ['a == 1']],
    ["'abc' CONTAINS a AND b CONTAINS 'x'", ['b CONTAINS "x"']],
    ['a == b AND 1 == 1', []],
  ])('of %s', (text, expected) => {
    expect(list(text)).toEqual(expected);
  });
});
