import type { ChannelRecord } from '../store/records.ts';
import type { Entity } from './entity.ts';

/** Events of a channel, by the names they have on the worker. */
export interface WorkerChannelEvents {
  'capacity.update': WorkerChannel;
  'channel.availability.update': WorkerChannel;
}

/** How many tasks of one kind the worker may hold at a time. */
export interface WorkerChannel
  extends ChannelRecord,
    Pick<Entity<ChannelRecord, WorkerChannelEvents>, 'on' | 'once' | 'off' | 'toJSON'> {}
