import type { Json } from '@taskbay/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from './errors.ts';
import type { WorkerFacts } from './facts.ts';
import { parseOrderBy } from './order-by.ts';
import { exampleWorker } from './worker.fixture.ts';

const named = (name: string, attributes: Record<string, Json>): WorkerFacts => ({
  ...exampleWorker(attributes),
  friendlyName: name,
});

const order = (text: string, workers: readonly WorkerFacts[]) =>
  workers.toSorted(parseOrderBy(text).compare).map((worker) => worker.friendlyName);

describe('parseOrderBy', () => {
  it('reads clauses, directions in any case, ascending when none is given', () => {
    expect(parseOrderBy('worker.skill DESC, worker.level.it asc , worker.cost')).toMatchObject({
      text: 'worker.skill DESC, worker.level.it asc , worker.cost',
      clauses: [
        { path: ['skill'], direction: 'DESC' },
        { path: ['level', 'it'], direction: 'ASC' },
        { path: ['cost'], direction: 'ASC' },
      ],
    });
  });

  it.each([
    ['', 0],
    ['skill DESC', 0],
    ['task.skill DESC', 0],
    ['worker DESC', 0],
    ['worker.skill DOWN', 13],
    ['worker.skill DESC ASC', 18],
    ['worker.skill DESC,', 18],
    ['worker.a worker.b', 9],
    ['worker.a == 1', 9],
  ])('refuses %j at %i', (text, offset) => {
    expect(() => parseOrderBy(text)).toThrow(expect.objectContaining({ name: 'ExpressionError', offset }));
    expect(() => parseOrderBy(text)).toThrow(ExpressionError);
  });
});

describe('order of workers', () => {
  const ada = named('Ada', { skill: 3, cost: 1 });
  const bob = named('Bob', { skill: 9, cost: 2 });
  const cyd = named('Cyd', { skill: 3, cost: 3 });
  const dan = named('Dan', {});
  const eve = named('Eve', { skill: 'high', cost: 0 });

  it.each([
    ['ascending', 'worker.skill ASC', [bob, ada], ['Ada', 'Bob']],
    ['descending', 'worker.skill DESC', [ada, bob], ['Bob', 'Ada']],
    ['lacking the attribute comes last, ascending', 'worker.skill ASC', [dan, bob, ada], ['Ada', 'Bob', 'Dan']],
    ['lacking the attribute comes last, descending', 'worker.skill DESC', [dan, ada, bob], ['Bob', 'Ada', 'Dan']],
    ['ties go to the next clause', 'worker.skill ASC, worker.cost DESC', [bob, ada, cyd], ['Cyd', 'Ada', 'Bob']],
    ['a non-integer counts as lacking', 'worker.skill ASC', [eve, bob], ['Bob', 'Eve']],
    ['only non-integers: no effect', 'worker.skill DESC', [eve, dan], ['Eve', 'Dan']],
    ['only non-integers: the next clause decides', 'worker.name DESC, worker.cost', [bob, ada], ['Ada', 'Bob']],
    ['two lacking workers tie into the next clause', 'worker.skill, worker.cost', [dan, eve], ['Eve', 'Dan']],
    ['ties keep the order they had', 'worker.skill', [cyd, ada], ['Cyd', 'Ada']],
  ])('%s', (_rule, text, workers, expected) => {
    expect(order(text, workers)).toEqual(expected);
  });

  it.each<[Json]>([['5'], [5.5], [true], [null], [[5]], [{ a: 5 }]])('%j is no integer', (value) => {
    expect(order('worker.v DESC', [named('odd', { v: value }), named('integer', { v: -1 })])).toEqual([
      'integer',
      'odd',
    ]);
  });

  it('reads fields of the worker as target expressions do', () => {
    const busy: WorkerFacts = { ...named('busy', {}), channel: () => undefined };
    expect(order('worker.channel.chat.assigned_tasks DESC', [busy, named('chatting', {})])).toEqual([
      'chatting',
      'busy',
    ]);
  });

  it('is a consistent order: antisymmetric and transitive', () => {
    const value = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom<Json>(null, 'x', 1.5));
    const worker = fc.record({ a: value, b: value }).map((attributes) => exampleWorker(attributes));
    const text = fc.constantFrom('worker.a', 'worker.a DESC', 'worker.a ASC, worker.b DESC', 'worker.b DESC, worker.a');
    fc.assert(
      fc.property(text, worker, worker, worker, (clauses, a, b, c) => {
        const { compare } = parseOrderBy(clauses);
        expect(compare(a, b) + compare(b, a)).toBe(0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) {
          expect(compare(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
