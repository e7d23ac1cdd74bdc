import type { State } from '../src/engine/state.ts';

/** One of a few configurations that together use every routing feature. */
export function configuration(state: Pick<State, 'tables'>, choice: number): string {
  const [a = '', b = a, c = b] = [...state.tables.queue.keys()];
  const documents = [
    { default_filter: { queue: a } },
    {
      filters: [
        {
          expression: "lang == 'es'",
          targets: [
            { queue: a, timeout: 10, order_by: 'worker.level DESC' },
            { queue: b, timeout: 20, priority: 2, skip_if: 'workers.available == 0' },
          ],
        },
        { expression: 'level > 1', targets: [{ queue: c, timeout: 30, expression: 'worker.level >= task.level' }] },
      ],
      default_filter: { queue: c },
    },
    {
      filters: [
        {
          expression: '1==1',
          targets: [{ queue: b, known_worker_friendly_name: 'task.agent', timeout: 15 }, { timeout: 5 }],
        },
        { expression: "lang != 'fr'", targets: [{ queue: a, skip_if: 'workers.unavailable > 0' }] },
      ],
    },
    {
      filters: [
        {
          expression: 'level > 0',
          targets: [{ queue: a, expression: 'worker.channel.default.available_capacity_percentage < 100' }],
        },
        { expression: 'level == 0', targets: [{ queue: b, expression: "worker.activity_name == 'activity 1'" }] },
      ],
      default_filter: { queue: a, priority: 1, skip_if: 'workers.unavailable > 0' },
    },
  ];
  return JSON.stringify({ task_routing: documents[choice % documents.length] });
}
