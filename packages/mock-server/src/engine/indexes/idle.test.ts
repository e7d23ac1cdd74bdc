import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../views/subjects.ts';
import { Crews } from './crews.ts';
import { IdleChannel } from './idle.ts';

const WORKERS = 12;
const QUEUES = ['WQa', 'WQb', 'WQc', 'WQd'];

const change = fc.oneof(
  fc.record({ kind: fc.constant('ready' as const), worker: fc.nat(WORKERS - 1), rank: fc.nat(40) }),
  fc.record({ kind: fc.constant('busy' as const), worker: fc.nat(WORKERS - 1) }),
  fc.record({ kind: fc.constant('removed' as const), worker: fc.nat(WORKERS - 1) }),
  fc.record({ kind: fc.constant('dropped' as const), queue: fc.constantFrom(...QUEUES) }),
  fc.record({ kind: fc.constant('queues' as const), worker: fc.nat(WORKERS - 1), queues: fc.subarray(QUEUES) }),
  fc.record({ kind: fc.constant('queue' as const), queue: fc.constantFrom(...QUEUES), workers: fc.nat(4095) }),
  fc.record({ kind: fc.constant('ask' as const), queue: fc.constantFrom(...QUEUES), count: fc.nat(4) }),
);

/** Lines that are looked through, and lines that are kept in order. */
const few = fc.constantFrom(0, 3, 128);

interface Known {
  rank: number | undefined;
  readonly queues: Set<string>;
}

/** The members of a queue in idle order, counted from scratch. */
function recount(workers: readonly Known[], queue: string): string[] {
  return workers
    .map(({ rank, queues }, ordinal) => ({ sid: `WK${ordinal}`, rank, ordinal, belongs: queues.has(queue) }))
    .filter(({ rank, belongs }) => rank !== undefined && belongs)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.ordinal - b.ordinal)
    .map(({ sid }) => sid);
}

describe('idle workers (ROUTE-8)', () => {
  it('stand in every queue as a recount says, whoever was asked for before', () => {
    fc.assert(
      fc.property(few, fc.array(change, { maxLength: 200, size: 'max' }), (few, changes) => {
        const crews = new Crews();
        const idle = new IdleChannel(few);
        const workers: Known[] = Array.from({ length: WORKERS }, () => ({ rank: undefined, queues: new Set() }));
        const update = (at: number): void => {
          const crew = crews.of(`WK${at}`);
          const rank = workers[at]?.rank;
          if (crew === undefined || rank === undefined) idle.leave(`WK${at}`);
          else idle.take({ sid: `WK${at}`, ordinal: at }, crew, rank);
        };
        for (const at of workers.keys()) crews.assign(`WK${at}`, new Set());
        for (const one of changes) {
          if (one.kind === 'ready' || one.kind === 'busy') {
            const worker = workers[one.worker];
            if (worker !== undefined) worker.rank = one.kind === 'ready' ? one.rank : undefined;
            update(one.worker);
          } else if (one.kind === 'removed') {
            const worker = workers[one.worker];
            if (worker !== undefined) worker.rank = undefined;
            idle.remove(`WK${one.worker}`);
          } else if (one.kind === 'dropped') {
            idle.drop(one.queue);
          } else if (one.kind === 'queues') {
            const queues = workers[one.worker]?.queues ?? new Set();
            queues.clear();
            for (const queue of one.queues) queues.add(queue);
            crews.assign(`WK${one.worker}`, new Set(queues));
            update(one.worker);
          } else if (one.kind === 'queue') {
            const moved = [...workers.keys()].filter((at) => ((one.workers >> at) & 1) === 1);
            for (const at of moved) {
              const queues = workers[at]?.queues;
              if (queues?.delete(one.queue) === false) queues.add(one.queue);
            }
            crews.toggle(
              one.queue,
              moved.map((at) => `WK${at}`),
            );
            for (const at of moved) update(at);
          } else {
            const seen: string[] = [];
            for (const { workerSid } of idle.line(one.queue, crews)) {
              if (seen.length === one.count) break;
              seen.push(workerSid);
            }
            expect(seen).toEqual(recount(workers, one.queue).slice(0, one.count));
          }
        }
        for (const queue of QUEUES) {
          expect(Array.from(idle.line(queue, crews), ({ workerSid }) => workerSid)).toEqual(recount(workers, queue));
          expect([...crews.workersOf(queue)].sort()).toEqual(
            [...workers.keys()]
              .filter((at) => workers[at]?.queues.has(queue))
              .map((at) => `WK${at}`)
              .sort(),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep their place when a long line forgets the seats that others have taken over', () => {
    const crews = new Crews();
    const idle = new IdleChannel(0);
    const update = (sid: string, ordinal: number, rank: number) =>
      idle.take({ sid, ordinal }, must(crews.of(sid), sid), rank);
    crews.assign('WK0', new Set(['WQa']));
    crews.assign('WK1', new Set(['WQa', 'WQb']));
    crews.assign('WK2', new Set(['WQa', 'WQc']));
    const ready = () => Array.from(idle.line('WQa', crews), ({ workerSid }) => workerSid);
    expect(ready()).toEqual([]);
    update('WK2', 2, 1_000);
    for (let rank = 400; rank > 0; rank -= 1) update(`WK${rank % 2}`, rank % 2, rank);
    expect(ready()).toEqual(['WK1', 'WK0', 'WK2']);
  });
});
