import { Entity } from './entity.ts';

/** Events of a channel, by the names they have on the worker. */
export interface WorkerChannelEvents {
  'capacity.update': WorkerChannel;
  'channel.availability.update': WorkerChannel;
}

/** How many tasks of one kind the worker may hold at a time. */
export class WorkerChannel extends Entity<'channel', WorkerChannelEvents> {
  declare readonly sid: string;
  declare readonly taskChannelSid: string;
  declare readonly taskChannelUniqueName: string;
  declare readonly capacity: number;
  declare readonly available: boolean;
  declare readonly assignedTasks: number | null;
  declare readonly availableCapacityPercentage: number | null;
  declare readonly lastReservedTime: Date | null;
  declare readonly dateUpdated: Date | null;
}
