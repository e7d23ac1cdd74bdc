/** One worker who takes every task, so that each POST routes, reserves and pushes, among others who take none. */
export function voiceSeed(workers: number): object {
  const routing = { filters: [{ expression: 'type == "call"', targets: [{ queue: 'Voice', timeout: 600 }] }] };
  const ada = { name: 'ada', activity: 'Available', attributes: { skills: ['voice'] } };
  const idle = Array.from({ length: workers - 1 }, (_, number) => {
    return { name: `worker ${number}`, attributes: { skills: ['chat'], languages: ['en', 'es'], number } };
  });
  const workspace = {
    name: 'Bench',
    activities: [
      { name: 'Offline', available: false },
      { name: 'Available', available: true },
    ],
    taskQueues: [{ name: 'Voice', targetWorkers: 'skills HAS "voice"' }],
    workflows: [{ name: 'Support', configuration: { task_routing: routing } }],
    workers: [{ ...ada, channels: { default: { capacity: 100_000_000 } } }, ...idle],
  };
  return { version: 1, workspaces: [workspace] };
}
