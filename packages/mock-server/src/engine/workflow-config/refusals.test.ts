import { describe, expect, it } from 'vitest';
import { MAX_CONFIGURATION_BYTES, parseWorkflowConfiguration } from './parse.ts';
import { type ConfigurationProblem, describeProblem, MAX_PROBLEMS } from './problems.ts';

const A = 'WQ0000000000000000000000000000000a';
const B = 'WQ0000000000000000000000000000000b';
const QUEUES: ReadonlySet<string> = new Set([A, B]);
const GONE = 'WQ0000000000000000000000000000000f';

const parse = (text: string) => parseWorkflowConfiguration(text, { queueExists: (sid) => QUEUES.has(sid) });

function refuse(document: unknown): readonly ConfigurationProblem[] {
  const result = parse(typeof document === 'string' ? document : JSON.stringify(document));
  return result.ok ? [] : result.problems;
}

const routing = (task_routing: unknown) => ({ task_routing });
const withTargets = (...targets: unknown[]) => routing({ filters: [{ expression: '1==1', targets }] });
const PREFIX = 'task_routing.filters[0].targets';

describe('a configuration is refused', () => {
  it.each<[rule: string, document: unknown, code: string, path: string]>([
    ['text that is not JSON', '{"task_routing":', 'not_json', ''],
    ['empty text', '', 'not_json', ''],
    ['a document that is a list', [], 'wrong_type', ''],
    ['a document that is null', null, 'wrong_type', ''],
    ['no task_routing', { filters: [] }, 'missing', 'task_routing'],
    ['task_routing of another type', routing('x'), 'wrong_type', 'task_routing'],
    ['neither filter nor default', routing({}), 'missing', 'task_routing'],
    ['no filter in the list and no default', routing({ filters: [] }), 'missing', 'task_routing'],
    ['filters of another type', routing({ filters: {} }), 'wrong_type', 'task_routing.filters'],
    ['a filter of another type', routing({ filters: [null] }), 'wrong_type', 'task_routing.filters[0]'],
    ['a filter without targets', routing({ filters: [{ expression: '1==1' }] }), 'missing', PREFIX],
    ['a filter with an empty list', routing({ filters: [{ expression: '1==1', targets: [] }] }), 'missing', PREFIX],
    ['targets of another type', routing({ filters: [{ expression: '1==1', targets: {} }] }), 'wrong_type', PREFIX],
    ['a target of another type', withTargets({ queue: A }, 5), 'wrong_type', `${PREFIX}[1]`],
    [
      'a filter without expression',
      routing({ filters: [{ targets: [{ queue: A }] }] }),
      'missing',
      'task_routing.filters[0].expression',
    ],
    [
      'an expression of another type',
      routing({ filters: [{ expression: true, targets: [{ queue: A }] }] }),
      'wrong_type',
      'task_routing.filters[0].expression',
    ],
    [
      'a name of another type',
      routing({ filters: [{ filter_friendly_name: 1, expression: '1==1', targets: [{ queue: A }] }] }),
      'wrong_type',
      'task_routing.filters[0].filter_friendly_name',
    ],
    ['a first target without queue', withTargets({ timeout: 5 }, { queue: A }), 'missing', `${PREFIX}[0].queue`],
    ['an unknown queue', withTargets({ queue: A }, { queue: GONE }), 'unknown_queue', `${PREFIX}[1].queue`],
    ['an empty queue', withTargets({ queue: '' }), 'unknown_queue', `${PREFIX}[0].queue`],
    ['a queue of another type', withTargets({ queue: 7 }), 'wrong_type', `${PREFIX}[0].queue`],
    ['timeout 0', withTargets({ queue: A, timeout: 0 }), 'out_of_range', `${PREFIX}[0].timeout`],
    ['a negative timeout', withTargets({ queue: A, timeout: -5 }), 'out_of_range', `${PREFIX}[0].timeout`],
    ['a fraction as timeout', withTargets({ queue: A, timeout: 1.5 }), 'out_of_range', `${PREFIX}[0].timeout`],
    [
      'a timeout over 32 bits',
      withTargets({ queue: A, timeout: 2_147_483_648 }),
      'out_of_range',
      `${PREFIX}[0].timeout`,
    ],
    ['timeout 0 as text', withTargets({ queue: A, timeout: '0' }), 'out_of_range', `${PREFIX}[0].timeout`],
    ['words as timeout', withTargets({ queue: A, timeout: 'soon' }), 'wrong_type', `${PREFIX}[0].timeout`],
    ['no text as timeout', withTargets({ queue: A, timeout: '' }), 'wrong_type', `${PREFIX}[0].timeout`],
    ['a list as timeout', withTargets({ queue: A, timeout: [5] }), 'wrong_type', `${PREFIX}[0].timeout`],
    ['a negative priority', withTargets({ queue: A, priority: -1 }), 'out_of_range', `${PREFIX}[0].priority`],
    ['words as priority', withTargets({ queue: A, priority: 'high' }), 'wrong_type', `${PREFIX}[0].priority`],
    [
      'an unreadable filter expression',
      routing({ filters: [{ expression: 'vip', targets: [{ queue: A }] }] }),
      'bad_expression',
      'task_routing.filters[0].expression',
    ],
    [
      'an unreadable target expression',
      withTargets({ queue: A, expression: 'worker.a ==' }),
      'bad_expression',
      `${PREFIX}[0].expression`,
    ],
    [
      'an unreadable order',
      withTargets({ queue: A, order_by: 'skill DESC' }),
      'bad_expression',
      `${PREFIX}[0].order_by`,
    ],
    ['an unreadable skip', withTargets({ queue: A, skip_if: 'a && b' }), 'bad_expression', `${PREFIX}[0].skip_if`],
    [
      'a known worker that is no path',
      withTargets({ queue: A, known_worker_sid: 'task.first-agent' }),
      'bad_expression',
      `${PREFIX}[0].known_worker_sid`,
    ],
    [
      'a known worker outside the task',
      withTargets({ queue: A, known_worker_sid: 'worker.sid' }),
      'bad_expression',
      `${PREFIX}[0].known_worker_sid`,
    ],
    [
      'a known worker that is the whole task',
      withTargets({ queue: A, known_worker_friendly_name: 'task' }),
      'bad_expression',
      `${PREFIX}[0].known_worker_friendly_name`,
    ],
    [
      'both known-worker keys',
      withTargets({ queue: A, known_worker_sid: 'task.a', known_worker_friendly_name: 'task.b' }),
      'conflict',
      `${PREFIX}[0].known_worker_friendly_name`,
    ],
    ['a default filter without queue', routing({ default_filter: {} }), 'missing', 'task_routing.default_filter.queue'],
    [
      'a default filter with an unknown queue',
      routing({ default_filter: { queue: GONE } }),
      'unknown_queue',
      'task_routing.default_filter.queue',
    ],
    ['a default filter of another type', routing({ default_filter: A }), 'wrong_type', 'task_routing.default_filter'],
  ])('for %s', (_rule, document, code, path) => {
    expect(refuse(document).map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
  });

  it('with every problem at once, each with its place and a remedy', () => {
    const document = routing({
      filters: [{ expression: 'vip', targets: [{ queue: GONE, timeout: 0 }, { priority: 'x' }] }],
      default_filter: {},
    });
    expect(refuse(document).map(describeProblem)).toEqual([
      'task_routing.filters[0].expression: line 1, column 4: expected a comparison operator, found the end of the text; a condition is a comparison, such as `vip == true`',
      `${PREFIX}[0].queue: names "${GONE}", which is not a TaskQueue of this workspace; create the queue first, or use the SID of an existing one`,
      `${PREFIX}[0].timeout: is \`0\`, not an integer from 1 to 2147483647; write such a number, or leave timeout out`,
      `${PREFIX}[1].priority: is \`x\`, not an integer from 0 to 2147483647; write such a number, or leave priority out`,
      'task_routing.default_filter.queue: is missing; name a queue: only later targets of a filter inherit the queue of the target before',
    ]);
  });

  it('with a bounded list of problems', () => {
    expect(refuse(withTargets(...Array.from({ length: 500 }, () => ({ queue: GONE }))))).toHaveLength(MAX_PROBLEMS);
  });

  it('when it is over the size limit, counted in bytes (SPACE-4)', () => {
    const around = (filler: string) => JSON.stringify({ ...routing({ default_filter: { queue: A } }), filler });
    const room = MAX_CONFIGURATION_BYTES - around('').length;
    expect(refuse(around('x'.repeat(room)))).toEqual([]);
    expect(refuse(around('x'.repeat(room + 1)))).toMatchObject([{ code: 'too_large', path: '' }]);
    for (const [character, bytes] of [
      ['é', 2],
      ['€', 3],
      ['😀', 4],
    ] as const) {
      const fitting = character.repeat(Math.floor(room / bytes));
      expect(refuse(around(fitting))).toEqual([]);
      expect(refuse(around(fitting + character))).toMatchObject([{ code: 'too_large' }]);
    }
  });
});
