import type { ActivityRecord } from '../store/records.ts';
import type { Entity } from './entity.ts';

/** An activity of the workspace. The object stays the same; what it says is always the newest reading. */
export interface Activity extends ActivityRecord, Pick<Entity<ActivityRecord, object>, 'toJSON'> {}
