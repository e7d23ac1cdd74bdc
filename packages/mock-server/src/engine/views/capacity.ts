import type { WorkerChannel } from '../records.ts';

/** Reservations that occupy the channel: pending, accepted and wrapping (BEHAVIOUR: CAP-1). */
export function usedCapacity(channel: WorkerChannel): number {
  return channel.pending + channel.accepted + channel.wrapping;
}

/** floor((1 - used/configured) * 100), 0..100; 0 when nothing is configured (BEHAVIOUR: CAP-2). */
export function availableCapacityPercentage(channel: WorkerChannel): number {
  if (channel.capacity === 0) return 0;
  const share = Math.floor(((channel.capacity - usedCapacity(channel)) * 100) / channel.capacity);
  return Math.min(100, Math.max(0, share));
}

/** Whether one more reservation fits. */
export function hasRoom(channel: WorkerChannel): boolean {
  return channel.available && usedCapacity(channel) < channel.capacity;
}
