import type { ReservationStatus, TaskStatus } from '@taskbay/protocol';
import { AC, WK, WS } from './tokens.ts';

/** Wire objects as the service's documents show them, composed by hand; `second` is the update time. */
export const IDLE = 'WA00000000000000000000000000000001';
export const OFFLINE = 'WA00000000000000000000000000000002';
const CREATED = 1_700_000_000;

const owned = { account_sid: AC, workspace_sid: WS };

function iso(second: number): string {
  return new Date((CREATED + second) * 1000).toISOString().replace('.000', '');
}

export type Spelling = 'v1' | 'v2';

/** v1 answers are REST shapes; frames of both wires and v2 answers count seconds. */
function dates(spelling: Spelling, second: number) {
  return spelling === 'v2'
    ? { date_created: CREATED, date_updated: CREATED + second }
    : { date_created: iso(0), date_updated: iso(second) };
}

export function workerPayload(spelling: Spelling, changes: object = {}, second = 0) {
  const { date_created, date_updated } = dates(spelling, second);
  const version = spelling === 'v2' ? { version: second } : {};
  return {
    ...owned,
    sid: WK,
    friendly_name: 'Alice',
    attributes: '{"languages":["en"]}',
    available: true,
    activity_sid: IDLE,
    activity_name: 'Idle',
    date_created,
    date_updated,
    date_status_changed: date_updated,
    ...version,
    ...changes,
  };
}

export function activityPayload(spelling: Spelling, sid: string, name: string, available: boolean) {
  return { ...owned, sid, friendly_name: name, available, ...dates(spelling, 0) };
}

export function channelPayload(spelling: Spelling, changes: object = {}, second = 0) {
  return {
    ...owned,
    sid: 'WC00000000000000000000000000000001',
    worker_sid: WK,
    task_channel_sid: 'TC00000000000000000000000000000001',
    task_channel_unique_name: 'default',
    configured_capacity: 1,
    available: spelling === 'v2' ? 1 : true,
    assigned_tasks: 0,
    available_capacity_percentage: 100,
    ...dates(spelling, second),
    ...(spelling === 'v2' ? { last_reserved_time: CREATED * 1000 } : {}),
    ...changes,
  };
}

/** `frame`: the field names of frames and v2 answers; `rest`: those of v1 answers. */
export function taskPayload(spelling: 'frame' | 'rest', sid: string, status: TaskStatus, version = 0, changes = {}) {
  const names =
    spelling === 'frame'
      ? { queue_sid: 'WQ1', queue_name: 'Support', workflow_name: 'Default' }
      : { task_queue_sid: 'WQ1', task_queue_friendly_name: 'Support', workflow_friendly_name: 'Default' };
  return {
    ...owned,
    sid,
    attributes: '{"type":"billing"}',
    addons: '{}',
    age: 3,
    assignment_status: status,
    priority: 5,
    reason: null,
    routing_target: null,
    timeout: 86_400,
    workflow_sid: 'WW1',
    ...names,
    task_channel_sid: 'TC1',
    task_channel_unique_name: 'default',
    ...dates(spelling === 'frame' ? 'v2' : 'v1', version),
    virtual_start_time: spelling === 'frame' ? CREATED : iso(0),
    ...(spelling === 'frame' ? { version } : {}),
    ...changes,
  };
}

export interface ReservationState {
  readonly sid: string;
  readonly taskSid: string;
  readonly status: ReservationStatus;
  readonly taskStatus: TaskStatus;
  readonly version: number;
}

/** The v2 answer to a command. */
export function bareReservation({ sid, taskSid, status, version }: ReservationState) {
  return {
    ...owned,
    sid,
    task_sid: taskSid,
    worker_sid: WK,
    worker_name: 'Alice',
    worker_previous_activity_sid: IDLE,
    reservation_status: status,
    reservation_timeout: 120,
    version,
    ...dates('v2', version),
  };
}

/** The v2 frame and list element. */
export function nestedReservation(state: ReservationState) {
  return { ...bareReservation(state), task: taskPayload('frame', state.taskSid, state.taskStatus, state.version) };
}

/** The v1 answer and list element. */
export function restReservation({ sid, taskSid, status, version }: ReservationState) {
  const reservation = { ...owned, sid, task_sid: taskSid, worker_sid: WK, worker_name: 'Alice' };
  return { ...reservation, reservation_status: status, ...dates('v1', version) };
}

/** The v1 frame: the task at top level, the reservation by its SID only. */
export function flattenedReservation({ sid, taskSid, taskStatus, version }: ReservationState) {
  const { version: _taskVersion, ...task } = taskPayload('frame', taskSid, taskStatus, version) as Record<
    string,
    unknown
  >;
  return { ...task, reservation_sid: sid };
}
