interface PairDesk {
  readonly name: string;
  /** The queue of every task that is not of type "pair". */
  readonly queue: { readonly name: string; readonly targetWorkers: string };
  /** Seconds. */
  readonly taskReservationTimeout: number;
  readonly workers: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly channels?: { readonly default: { readonly capacity: number; readonly available: boolean } };
  }[];
}

/** A seed of one workspace: a queue of its own, and one that offers each task to two workers at once. */
export function pairDesk({ name, queue, taskReservationTimeout, workers }: PairDesk) {
  return {
    version: 1,
    workspaces: [
      {
        name,
        activities: [
          { name: 'Offline', available: false },
          { name: 'Available', available: true },
          { name: 'Break', available: false },
        ],
        defaultActivity: 'Offline',
        timeoutActivity: 'Offline',
        taskChannels: [{ name: 'Default', uniqueName: 'default' }],
        taskQueues: [queue, { name: 'Pair', targetWorkers: '1==1', maxReservedWorkers: 2 }],
        workflows: [
          {
            name: 'Default',
            taskReservationTimeout,
            configuration: {
              task_routing: {
                filters: [{ expression: 'type == "pair"', targets: [{ queue: 'Pair' }] }],
                default_filter: { queue: queue.name },
              },
            },
          },
        ],
        workers,
      },
    ],
  };
}
