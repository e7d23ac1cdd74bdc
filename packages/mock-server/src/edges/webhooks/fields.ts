import type { Json } from '@taskbay/protocol';
import type { Reservation, Task, Worker, Workspace } from '../../engine/records.ts';
import type { JournalLine } from '../../runtime/journal.ts';
import { resourceType } from '../rest/render/event.ts';

export type Fields = Readonly<Record<string, string>>;

/** What an event callback carries: the common parameters and the event's own (BEHAVIOUR: EVENT-5), all as text. */
export function eventFields(accountSid: string, line: JournalLine): Fields {
  const instant = Date.parse(line.time);
  return {
    ...Object.fromEntries(Object.entries(line.data).map(([name, value]) => [pascalCase(name), text(value)])),
    EventType: line.type,
    AccountSid: accountSid,
    WorkspaceSid: line.workspace,
    ResourceType: resourceType(line.resourceSid) ?? '',
    ResourceSid: line.resourceSid,
    Sid: line.sid,
    Timestamp: String(Math.floor(instant / 1000)),
    TimestampMs: String(instant),
  };
}

/** What an assignment callback carries (BEHAVIOUR: HOOK-5). */
export function assignmentFields(
  {
    workspace,
    reservation,
    task,
    worker,
  }: {
    readonly workspace: Workspace;
    readonly reservation: Reservation;
    readonly task: Task;
    readonly worker: Worker;
  },
  now: number,
): Fields {
  return {
    Timestamp: String(Math.floor(now / 1000)),
    AccountSid: workspace.accountSid,
    WorkspaceSid: workspace.sid,
    WorkflowSid: reservation.workflowSid ?? '',
    TaskQueueSid: reservation.taskQueueSid ?? '',
    WorkerSid: worker.sid,
    WorkerName: worker.friendlyName,
    WorkerAttributes: worker.attributes.text,
    TaskSid: task.sid,
    TaskAttributes: task.attributes.text,
    TaskAge: String(Math.floor((now - task.dateCreated) / 1000)),
    TaskPriority: String(task.priority),
    ReservationSid: reservation.sid,
  };
}

/** `task_queue_sid` → `TaskQueueSid`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function text(value: Json): string {
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
