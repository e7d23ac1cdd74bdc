import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilterExpression } from '../expressions/contexts.ts';
import { indexFilters } from './filter-index.ts';

const value = fc.constantFrom("'es'", "'5'", '5', '05', 'true', 'null', "['es', 'fr']", '[5, null]', '-0', '0');
const path = fc.constantFrom('lang', 'task.lang', 'task', 'list', 'a.b', 'taskrouter.currentTime');
const term = fc
  .tuple(path, fc.constantFrom('==', '!=', '>', 'IN', 'HAS', 'NOT IN'), value)
  .map((words) => words.join(' '));
const text = fc.oneof(
  term,
  fc.constantFrom('', '1==1'),
  fc.tuple(term, fc.constantFrom('AND', 'OR'), term).map((words) => words.join(' ')),
);
const attribute = fc.constantFrom('es', '5', 5, '05', true, null, ['es'], [5, 'fr'], 0, -0, { b: 'es', lang: 'es' });
const attributes = fc.record({ lang: attribute, list: attribute, a: attribute, task: attribute }, { requiredKeys: [] });

describe('filters by the values they ask for (FLOW-2)', () => {
  it('are tried as one after the other: the first that matches, from any place on', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), attributes, fc.nat(8), (texts, own, from) => {
        const filters = texts.map((one) => ({ name: null, expression: compileFilterExpression(one), targets: [] }));
        const context = { task: { attributes: own }, now: 0 };
        const first = filters.findIndex(({ expression }, at) => at >= from && expression.matches(context));
        expect(indexFilters(filters)(context, from)).toBe(first < 0 ? undefined : first);
      }),
      { numRuns: 500 },
    );
  });
});
