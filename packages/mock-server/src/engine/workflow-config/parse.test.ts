import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleWorker } from '../expressions/worker.fixture.ts';
import type { WorkflowConfiguration } from './configuration.ts';
import { parseWorkflowConfiguration } from './parse.ts';
import { describeProblem } from './problems.ts';

const A = 'WQ0000000000000000000000000000000a';
const B = 'WQ0000000000000000000000000000000b';
const QUEUES: ReadonlySet<string> = new Set([A, B]);

const parse = (text: string) => parseWorkflowConfiguration(text, { queueExists: (sid) => QUEUES.has(sid) });

function accept(document: unknown): WorkflowConfiguration {
  const result = parse(typeof document === 'string' ? document : JSON.stringify(document));
  if (!result.ok) {
    throw new Error(result.problems.map(describeProblem).join('\n'));
  }
  return result.configuration;
}

const routing = (task_routing: unknown) => ({ task_routing });
const withTargets = (...targets: unknown[]) => routing({ filters: [{ expression: '1==1', targets }] });
const targetsOf = (...targets: unknown[]) => accept(withTargets(...targets)).filters[0]?.targets;

describe('a legal configuration', () => {
  it('is compiled, member by member', () => {
    const document = routing({
      filters: [
        {
          filter_friendly_name: 'Support',
          expression: "type == 'support'",
          targets: [
            {
              queue: A,
              priority: 5,
              timeout: 30,
              expression: 'worker.level >= task.level',
              order_by: 'worker.level DESC',
              skip_if: 'workers.available == 0',
              known_worker_sid: 'task.agent.sid',
            },
            { queue: B },
          ],
        },
      ],
      default_filter: { queue: B },
    });
    const configuration = accept(document);
    const [filter] = configuration.filters;
    const [target] = filter?.targets ?? [];
    const task = { attributes: { type: 'support', level: 2, agent: { sid: 'WK1' } } };
    const worker = exampleWorker({ level: 2 });
    const queue = { available: 0, unavailable: 0, byActivity: () => 0 };

    expect(filter?.name).toBe('Support');
    expect(filter?.expression.matches({ task, now: 0 })).toBe(true);
    expect(target).toMatchObject({ queueSid: A, priority: 5, timeout: 30 });
    expect(target?.expression?.matches({ task, worker, now: 0 })).toBe(true);
    expect(target?.orderBy?.clauses).toEqual([{ path: ['level'], direction: 'DESC' }]);
    expect(target?.skipIf?.matches(queue)).toBe(true);
    expect(target?.knownWorker).toMatchObject({ by: 'sid', attributePath: ['agent', 'sid'] });
    expect(target?.knownWorker?.read(task)).toBe('WK1');
    expect(configuration.defaultFilter).toEqual({ queueSid: B });
    expect(configuration.queueSids).toEqual(new Set([A, B]));
  });

  it('keeps its text as sent', () => {
    const text = ` {"task_routing":\n{"default_filter": {"queue": "${A}", "task_queue_sid": "x"}}} `;
    expect(accept(text).text).toBe(text);
  });

  it('may have only a default filter', () => {
    expect(accept(routing({ default_filter: { queue: A } }))).toMatchObject({
      filters: [],
      defaultFilter: { queueSid: A },
    });
    expect(accept(routing({ filters: [], default_filter: { queue: A } })).filters).toEqual([]);
  });

  it('may lack a default filter', () => {
    expect(accept(withTargets({ queue: A }))).not.toHaveProperty('defaultFilter');
  });

  it('may lack the name of a filter', () => {
    expect(accept(withTargets({ queue: A })).filters[0]?.name).toBeNull();
  });

  it('inherits the queue and nothing else', () => {
    const full = {
      queue: A,
      priority: 1,
      timeout: 5,
      expression: 'worker.a == 1',
      order_by: 'worker.a',
      skip_if: '1==1',
      known_worker_friendly_name: 'task.agent',
    };
    expect(targetsOf(full, {}, { queue: B, timeout: 7 }, { priority: 2 })).toEqual([
      expect.objectContaining({ queueSid: A, timeout: 5 }),
      { queueSid: A },
      { queueSid: B, timeout: 7 },
      { queueSid: B, priority: 2 },
    ]);
  });

  it('may write numbers as text', () => {
    expect(targetsOf({ queue: A, priority: '10', timeout: '010' })).toEqual([
      { queueSid: A, priority: 10, timeout: 10 },
    ]);
  });

  it.each([
    ['priority', 0],
    ['priority', 2_147_483_647],
    ['timeout', 1],
  ])('may have %s %i', (key, value) => {
    expect(targetsOf({ queue: A, [key]: value })).toEqual([{ queueSid: A, [key]: value }]);
  });

  it.each(['expression', 'order_by', 'skip_if', 'known_worker_sid', 'known_worker_friendly_name'])(
    'may leave %s empty, blank or null: it counts as absent',
    (key) => {
      expect(targetsOf({ queue: A, [key]: '' }, { [key]: ' ' }, { [key]: null })).toEqual([
        { queueSid: A },
        { queueSid: A },
        { queueSid: A },
      ]);
    },
  );

  it('may have a filter whose empty expression takes no task', () => {
    const { filters } = accept(routing({ filters: [{ expression: '', targets: [{ queue: A }] }] }));
    expect(filters[0]?.expression.matches({ task: { attributes: { a: 1 } }, now: 0 })).toBe(false);
  });

  it('may have members nobody knows', () => {
    const filter = { friendlyName: 'old', expression: '1==1', targets: [{ queue: A, max_assignments: 'x' }], x: [] };
    expect(accept({ task_routing: { filters: [filter], y: 1 }, z: null }).filters).toMatchObject([
      { name: null, targets: [{ queueSid: A }] },
    ]);
  });

  it('honours all of a default filter but its timeout', () => {
    const default_filter = {
      queue: B,
      priority: 3,
      timeout: 'soon',
      expression: 'worker.a == 1',
      order_by: 'worker.a',
      skip_if: '1==2',
      known_worker_sid: 'task.agent',
    };
    const { defaultFilter } = accept(routing({ default_filter }));
    const said = Object.entries(defaultFilter ?? {}).filter(([, member]) => member !== undefined);
    expect(said.map(([name]) => name).sort()).toEqual([
      'expression',
      'groupOf',
      'knownWorker',
      'orderBy',
      'priority',
      'queueSid',
      'skipIf',
    ]);
  });

  it('is read for a task whose attribute for the known worker is missing', () => {
    const [target] = targetsOf({ queue: A, known_worker_friendly_name: 'task.agent' }) ?? [];
    expect(target?.knownWorker?.by).toBe('friendly_name');
    expect(target?.knownWorker?.read({ attributes: {} })).toBeNull();
    expect(target?.knownWorker?.read({ attributes: { agent: 'Ada' } })).toBe('Ada');
  });
});

describe('parseWorkflowConfiguration', () => {
  it('answers any document with a configuration or problems, and never throws', () => {
    const member = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('1==1', A, 'task.a', 'worker.a DESC', 5, '5'),
    );
    const target = fc.dictionary(
      fc.constantFrom(
        'queue',
        'priority',
        'timeout',
        'expression',
        'order_by',
        'skip_if',
        'known_worker_sid',
        '__proto__',
      ),
      member,
    );
    const filter = fc.record(
      {
        expression: member,
        targets: fc.oneof(member, fc.array(fc.oneof(target, member))),
        filter_friendly_name: member,
      },
      { requiredKeys: [] },
    );
    const document = fc.record(
      { filters: fc.oneof(member, fc.array(fc.oneof(filter, member))), default_filter: fc.oneof(member, target) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(document, (value) => {
        const result = parse(JSON.stringify(routing(value)));
        if (result.ok) {
          const targets = result.configuration.filters.flatMap((each) => each.targets);
          expect(targets.every(({ queueSid }) => QUEUES.has(queueSid))).toBe(true);
          expect([...result.configuration.queueSids].every((sid) => QUEUES.has(sid))).toBe(true);
        } else {
          expect(result.problems.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parse(text).ok).toBe(false);
      }),
    );
  });
});
