import type { SidPrefix } from '@taskbay/protocol';
import { ACTIVITIES, type ActivityName, CHANNELS, type Channel, QUEUES, type QueueName } from './records.ts';

/** SIDs that the test gives, so that commands and expressions can name what the oracle knows by name. */
function numbered(prefix: SidPrefix, number: number): string {
  return `${prefix}${number.toString(16).padStart(32, '0')}`;
}

export const WORKFLOW_SID = numbered('WW', 1);
export const workerSid = (number: number): string => numbered('WK', number);
export const transferSid = (number: number): string => numbered('TT', number);
export const queueSid = (name: QueueName): string => numbered('WQ', QUEUES.indexOf(name));
export const channelSid = (name: Channel): string => numbered('TC', CHANNELS.indexOf(name));
export const activitySid = (name: ActivityName): string => numbered('WA', Object.keys(ACTIVITIES).indexOf(name));
