/** A workspace whose tasks all go to Alice, who is there and has a phone; Bob has one too and is not there. */
export const PHONE_SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Phones',
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
      ],
      defaultActivity: 'Available',
      timeoutActivity: 'Offline',
      taskQueues: [{ name: 'Everyone', targetWorkers: '1==1' }],
      workflows: [{ name: 'Main', configuration: { task_routing: { default_filter: { queue: 'Everyone' } } } }],
      workers: [
        { name: 'alice', attributes: { contact_uri: 'client:alice' } },
        { name: 'bob', activity: 'Offline', attributes: { contact_uri: 'client:bob' } },
      ],
    },
  ],
} as const;
