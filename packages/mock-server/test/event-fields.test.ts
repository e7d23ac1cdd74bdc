import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EVENT_TYPES, type EventType } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { type EventData, eventData } from '../src/engine/event-data.ts';
import type { EngineEvent } from '../src/engine/events.ts';
import { playTranscript } from '../test-support/transcript/run.ts';

const TASK = ['task_sid', 'task_attributes', 'task_age', 'task_priority', 'task_assignment_status'];
const PLACE = ['task_queue_sid', 'workflow_sid'];
const WORKER = [
  'worker_sid',
  'worker_name',
  'worker_attributes',
  'worker_activity_sid',
  'worker_activity_name',
  'worker_version',
];
const ACTIVITY_CHANGE = [
  'worker_time_in_previous_activity',
  'worker_time_in_previous_activity_ms',
  'worker_previous_activity_sid',
];
const WORKER_CHANNEL = [
  'worker_channel_available',
  'worker_channel_available_capacity',
  'worker_channel_previous_capacity',
  'task_channel_sid',
  'task_channel_unique_name',
  'worker_channel_task_count',
];
const TASK_CHANNEL = [
  'task_channel_sid',
  'task_channel_name',
  'task_channel_unique_name',
  'task_channel_optimized_routing',
];
const ACTIVITY = ['activity_sid', 'activity_name', 'activity_available'];
const RESERVATION = [...TASK, ...WORKER, ...PLACE, 'reservation_sid'];
const OF_A_TASK = [...TASK, ...PLACE];
const QUEUE = ['task_queue_sid', 'task_queue_name', 'task_queue_target_expression'];

/** The vendor's list of events: which fields the events of each type have. */
const DOCUMENTED = {
  'reservation.created': RESERVATION,
  'reservation.accepted': RESERVATION,
  'reservation.rejected': RESERVATION,
  'reservation.timeout': RESERVATION,
  'reservation.canceled': RESERVATION,
  'reservation.rescinded': RESERVATION,
  'reservation.completed': RESERVATION,
  'reservation.wrapup': RESERVATION,
  'reservation.failed': [...OF_A_TASK, 'reservation_sid'],
  'task.created': [...TASK, 'workflow_sid'],
  'task.updated': OF_A_TASK,
  'task.canceled': OF_A_TASK,
  'task.wrapup': OF_A_TASK,
  'task.completed': OF_A_TASK,
  'task.deleted': OF_A_TASK,
  'task.system-deleted': OF_A_TASK,
  'task.transfer-initiated': OF_A_TASK,
  'task.transfer-attempt-failed': OF_A_TASK,
  'task.transfer-failed': OF_A_TASK,
  'task.transfer-canceled': OF_A_TASK,
  'task.transfer-completed': OF_A_TASK,
  'task-channel.created': TASK_CHANNEL,
  'task-channel.updated': TASK_CHANNEL,
  'task-channel.deleted': TASK_CHANNEL,
  'task-queue.created': QUEUE,
  'task-queue.deleted': QUEUE,
  'task-queue.expression.updated': ['task_queue_sid', 'task_queue_target_expression'],
  'task-queue.entered': OF_A_TASK,
  'task-queue.timeout': OF_A_TASK,
  'task-queue.moved': OF_A_TASK,
  'worker.created': WORKER,
  'worker.activity.update': [...WORKER, ...ACTIVITY_CHANGE],
  'worker.attributes.update': WORKER,
  'worker.capacity.update': [...WORKER, ...WORKER_CHANNEL],
  'worker.channel.availability.update': [...WORKER, ...WORKER_CHANNEL],
  'worker.deleted': WORKER,
  'workflow.entered': [...TASK, 'workflow_sid'],
  'workflow.target-matched': [...TASK, 'workflow_sid'],
  'workflow.timeout': [...TASK, 'workflow_sid'],
  'workflow.skipped': [...TASK, 'workflow_sid'],
  'activity.created': ACTIVITY,
  'activity.updated': ACTIVITY,
  'activity.deleted': ACTIVITY,
} as const satisfies Record<EventType, readonly string[]>;

interface Seen {
  readonly transcript: string;
  readonly event: EngineEvent;
  readonly data: EventData;
}

/** Every event of every transcript, by type. */
function eventsOfTranscripts(): ReadonlyMap<string, readonly Seen[]> {
  const seen = new Map<string, Seen[]>();
  const folder = fileURLToPath(new URL('transcripts/', import.meta.url));
  for (const transcript of readdirSync(folder)) {
    // A thousand times the same events say nothing more.
    const text = readFileSync(folder + transcript, 'utf8').replaceAll(/^repeat \d+/gm, 'repeat 1');
    playTranscript(text, (event, now) => {
      if (!event.journaled) return;
      const found = seen.get(event.type) ?? [];
      seen.set(event.type, [...found, { transcript, event, data: eventData(event, now) }]);
    });
  }
  return seen;
}

const seen = eventsOfTranscripts();

/** A task has its queue and its workflow in an event only as far as it has them, and a reason only once it has ended. */
function fieldsOf(type: EventType, { subject: { task } }: EngineEvent): string[] {
  const absent = [
    ...(task?.taskQueueSid === null ? ['task_queue_sid'] : []),
    ...(task?.workflowSid === null ? ['workflow_sid'] : []),
  ];
  const reasons = { canceled: 'task_canceled_reason', completed: 'task_completed_reason' } as const;
  const reason = task?.status === 'canceled' || task?.status === 'completed' ? [reasons[task.status]] : [];
  return [...DOCUMENTED[type].filter((field) => !absent.includes(field)), ...reason];
}

describe('events (EVENT-5)', () => {
  it.each(EVENT_TYPES.map((type) => [type] as const))(
    '%s is shown by a transcript, with its documented fields',
    (type) => {
      const lacking = (seen.get(type) ?? []).flatMap(({ transcript, event, data }) => {
        const missing = fieldsOf(type, event).filter((field) => data[field] === undefined);
        return missing.length === 0 ? [] : [`${transcript}: ${missing.join(', ')}`];
      });
      expect(seen.has(type)).toBe(true);
      expect([...new Set(lacking)]).toEqual([]);
    },
  );

  it('of a step for a known worker name it, if there is one (EVENT-6)', () => {
    const known = [...seen.values()].flat().filter(({ event }) => {
      const { step } = event.subject.task ?? {};
      return step?.kind === 'workflow' && step.rule.knownWorker !== undefined;
    });
    const named = known.filter(({ data }) => data['known_worker_sid'] !== undefined);
    expect(new Set(named.map(({ event }) => event.type))).toContain('reservation.created');
    expect(new Set(named.map(({ event }) => event.type))).toContain('task-queue.entered');
    for (const { event, data } of known) {
      const wanted = Object.values(event.subject.task?.attributes.value ?? {});
      if (data['known_worker_sid'] === undefined) expect(wanted).not.toContain(event.subject.worker?.friendlyName);
      else expect(data['known_worker_sid']).toMatch(/^WK/);
    }
  });

  it('are of no other type than the vendor lists and our own', () => {
    const others = [...seen.keys()].filter((type) => !(type in DOCUMENTED) && !type.startsWith('taskbay.'));
    expect(others).toEqual([]);
  });

  it('tell what happened in the documented terms', () => {
    const last = (type: EventType) => seen.get(type)?.at(-1)?.data;
    expect(last('worker.activity.update')).toMatchObject({ worker_time_in_previous_activity: expect.any(Number) });
    const capacities = seen.get('worker.capacity.update')?.map(({ data }) => data) ?? [];
    expect(capacities.map((data) => data['worker_channel_previous_capacity'])).toContain(1);
    expect(last('task.canceled')).toMatchObject({ task_assignment_status: 'canceled' });
  });
});
