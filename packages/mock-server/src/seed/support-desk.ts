import type { Seed } from './schema.ts';

/** The built-in seed: a small support desk with a voice and a chat queue, four agents and one workflow. */
export const SUPPORT_DESK: Seed = {
  version: 1,
  workspaces: [
    {
      name: 'Support Desk',
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
        { name: 'Break', available: false },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
      taskQueues: [
        { name: 'Voice', targetWorkers: 'skills HAS "voice"' },
        { name: 'Chat', targetWorkers: 'skills HAS "chat"' },
      ],
      workflows: [
        {
          name: 'Support',
          taskReservationTimeout: 120,
          configuration: {
            task_routing: {
              filters: [
                {
                  filter_friendly_name: 'Calls',
                  expression: 'channel == "voice"',
                  targets: [
                    { queue: 'Voice', expression: 'worker.languages HAS task.language', timeout: 30 },
                    { queue: 'Voice', priority: 10 },
                  ],
                },
              ],
              default_filter: { queue: 'Chat' },
            },
          },
        },
      ],
      workers: [
        worker('alice', { skills: ['voice', 'chat'], languages: ['en', 'es'] }, { voice: 1, chat: 3 }),
        worker('bob', { skills: ['voice'], languages: ['en'] }, { voice: 1 }),
        worker('carol', { skills: ['chat'], languages: ['en', 'fr'] }, { chat: 5 }),
        worker('dave', { skills: ['voice', 'chat'], languages: ['de', 'en'] }, { voice: 1, chat: 2 }),
      ],
    },
  ],
};

function worker(name: string, attributes: Record<string, unknown>, capacities: Record<string, number>) {
  const channels = Object.entries(capacities).map(([channel, capacity]) => [channel, { capacity }]);
  return { name, activity: 'Offline', attributes, channels: Object.fromEntries(channels) };
}
