interface OneAgentDesk {
  readonly name: string;
  /** Tasks that Alice holds at once. */
  readonly capacity: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A seed of one workspace whose tasks all go to Alice, who is there and has an hour to answer. */
export function oneAgentDesk({ name, capacity, attributes = {} }: OneAgentDesk) {
  return {
    version: 1,
    workspaces: [
      {
        name,
        activities: [{ name: 'Available', available: true }],
        taskQueues: [{ name: 'All', targetWorkers: '1==1' }],
        workflows: [
          {
            name: 'Default',
            taskReservationTimeout: 3_600,
            configuration: { task_routing: { default_filter: { queue: 'All' } } },
          },
        ],
        taskChannels: [{ name: 'Default', uniqueName: 'default' }],
        workers: [{ name: 'alice', attributes, channels: { default: { capacity, available: true } } }],
      },
    ],
  };
}
