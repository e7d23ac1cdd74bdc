import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQueueExpression } from '../expressions/contexts.ts';
import { Targeting } from './targeting.ts';

const value = fc.constantFrom("'es'", "'5'", '5', '05', 'true', 'null', "['es', 'fr']", '[5, null]', '-0', '0');
const comparison = fc
  .tuple(fc.constantFrom('lang', 'a.b', 'list'), fc.constantFrom('==', '!=', '>', 'IN', 'HAS', 'NOT IN'), value)
  .map((words) => words.join(' '));
const mirrored = fc
  .tuple(value, fc.constantFrom('==', 'IN', 'HAS'), fc.constantFrom('lang', 'list'))
  .map((words) => words.join(' '));
const term = fc.oneof(comparison, mirrored);
const text = fc.oneof(
  term,
  fc.constantFrom('', '1==1'),
  fc.tuple(term, fc.constantFrom('AND', 'OR'), term).map((words) => words.join(' ')),
);
const attribute = fc.constantFrom('es', '5', 5, '05', true, null, ['es'], [5, 'fr'], 0, '-0', -0, { b: 'es' });
const attributes = fc.record({ lang: attribute, list: attribute, a: attribute }, { requiredKeys: [] });

describe('queues by the values they ask for (QUEUE-1)', () => {
  it('never leave out a queue that matches', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), attributes, (texts, worker) => {
        const targeting = new Targeting();
        const queues = texts.map((one, index) => [`WQ${index}`, compileQueueExpression(one)] as const);
        for (const [sid, expression] of queues) targeting.replace(sid, undefined, expression);
        const candidates = new Set(targeting.candidates(worker));
        const matching = queues.filter(([, expression]) => expression.matches({ attributes: worker }));
        expect(matching.filter(([sid]) => !candidates.has(sid))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('forget a queue that is gone or asks for something else', () => {
    const targeting = new Targeting();
    const [es, fr] = [compileQueueExpression("lang == 'es'"), compileQueueExpression("lang IN ['fr', 'de']")];
    targeting.replace('WQ1', undefined, es);
    targeting.replace('WQ1', es, fr);
    expect([...targeting.candidates({ lang: 'es' })]).toEqual([]);
    expect([...targeting.candidates({ lang: 'de' })]).toEqual(['WQ1']);
    targeting.replace('WQ1', fr, undefined);
    expect(JSON.stringify(targeting, (_, item) => (item instanceof Map ? [...item] : item))).toBe(
      JSON.stringify(new Targeting(), (_, item) => (item instanceof Map ? [...item] : item)),
    );
  });
});
