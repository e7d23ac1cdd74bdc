import type { JsonObject } from '@taskbay/protocol';
import type { ChannelFacts, WorkerFacts } from './facts.ts';

/** A worker for tests of expressions: on channel `chat` 1 of 3 places is taken, on `voice` none of 1. */
export function exampleWorker(attributes: JsonObject = {}): WorkerFacts {
  const channels: ReadonlyMap<string, ChannelFacts> = new Map([
    ['chat', { configuredCapacity: 3, assignedTasks: 1, availableCapacityPercentage: 66 }],
    ['voice', { configuredCapacity: 1, assignedTasks: 0, availableCapacityPercentage: 100 }],
  ]);
  return {
    sid: 'WK0000000000000000000000000000000a',
    friendlyName: 'Ada',
    activitySid: 'WA0000000000000000000000000000000b',
    activityName: 'Available',
    attributes,
    channel: (uniqueName) => channels.get(uniqueName),
  };
}
