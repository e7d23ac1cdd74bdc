import { FRAME_EVENT_TYPES } from '@taskbay/protocol';
import { eventData } from '../../src/engine/event-data.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import type { Task } from '../../src/engine/records.ts';
import type { Rejection } from '../../src/engine/rejections.ts';
import type { Call, Conference } from '../../src/engine/telephony/records.ts';
import type { World } from './world.ts';

/** One event as a line: `~` marks one that only sockets carry, the arrow its recipients. */
export function printEvent(world: World, event: EngineEvent): string {
  const words = [`${event.journaled ? '' : '~'}${event.type}`, world.nameOf(event.resourceSid), ...facts(world, event)];
  const told = (FRAME_EVENT_TYPES as readonly string[]).includes(event.type) && event.recipients.length > 0;
  if (told) words.push('→', event.recipients.map((sid) => world.nameOf(sid)).join(', '));
  return words.join(' ');
}

/** The data of an event that stands in the journal, as its `event_data` has it, field by field. */
export function printData(world: World, event: EngineEvent): string[] {
  if (!event.journaled) return [];
  const entries = Object.entries(eventData(event, world.now));
  return entries.map(([name, value]) => `  ${name}=${readable(world, JSON.stringify(value))}`);
}

export function printRejection(world: World, rejection: Rejection): string {
  const words = Object.entries(rejection)
    .filter(([key]) => key !== 'code' && key !== 'prefix')
    .map(([key, value]) => `${key}=${quoted(readable(world, String(value)))}`);
  return ['refused', rejection.code, ...words].join(' ');
}

/** What `show` prints about a task, a reservation or a worker. */
export function printRecord(world: World, sid: string): string {
  const { tables } = world.state;
  const task = tables.task.get(sid);
  if (task !== undefined) return printTask(world, task);
  const reservation = tables.reservation.get(sid);
  if (reservation !== undefined) return `${reservation.status} version=${reservation.version}`;
  const worker = tables.worker.get(sid);
  const call = tables.call.get(sid);
  if (call !== undefined) return callFacts(world, call).join(' ');
  const conference = tables.conference.get(sid);
  if (conference !== undefined) return conferenceFacts(conference).join(' ');
  if (worker === undefined) return 'gone';
  const load = [...tables.workerChannel.values()]
    .filter((channel) => channel.workerSid === sid)
    .map((channel) => {
      const { pending, accepted, wrapping, capacity } = channel;
      return `${world.nameOf(channel.taskChannelSid)}=${pending}+${accepted}+${wrapping}/${capacity}`;
    });
  return [world.nameOf(worker.activitySid), `version=${worker.version}`, ...load].join(' ');
}

function printTask(world: World, task: Task): string {
  return [
    task.status,
    `version=${task.version}`,
    `queue=${task.taskQueueSid === null ? 'none' : world.nameOf(task.taskQueueSid)}`,
    `priority=${task.priority}`,
    `age=${(world.now - task.dateCreated) / 1000}`,
    ...(task.taskQueueEnteredDate === null ? [] : [`in_queue=${(world.now - task.taskQueueEnteredDate) / 1000}`]),
    ...(task.reason === null ? [] : [`reason=${quoted(task.reason)}`]),
  ].join(' ');
}

/** What `attributes` prints about a task. */
export function printAttributes(world: World, sid: string): string {
  return readable(world, world.state.tables.task.get(sid)?.attributes.text ?? 'gone');
}

function callFacts(world: World, call: Call): string[] {
  const { purpose, status, workerSid, to, hold, muted, supervisorMode } = call;
  const whose = workerSid === null ? to : world.nameOf(workerSid);
  return [
    purpose,
    status,
    whose,
    ...(hold ? ['hold'] : []),
    ...(muted ? ['muted'] : []),
    ...(supervisorMode === null ? [] : [supervisorMode]),
  ];
}

function conferenceFacts({ customer }: Conference): string[] {
  return customer === null ? ['without customer'] : ['with customer', ...(customer.hold ? ['on hold'] : [])];
}

function facts(world: World, event: EngineEvent): string[] {
  const { task, worker, queue, activity, workerChannel, channel, call, conference, phone } = event.subject;
  if (call !== undefined) return callFacts(world, call);
  if (conference !== undefined) return conferenceFacts(conference);
  if (phone !== undefined) return [phone.sid, phone.behaviour];
  if (event.type === 'reservation.failed' && task !== undefined) return [world.nameOf(task.sid)];
  if (event.resource === 'WR' && task !== undefined && worker !== undefined) {
    return [world.nameOf(task.sid), world.nameOf(worker.sid)];
  }
  if (event.type === 'workflow.target-matched' && task !== undefined) {
    const unnamed = event.details.filterExpression === undefined ? 'default' : 'unnamed';
    const known =
      event.details.knownWorkerSid === undefined ? [] : [`known=${world.nameOf(event.details.knownWorkerSid)}`];
    const place = queue?.friendlyName ?? 'gone';
    return [event.details.filterName ?? unnamed, place, `priority=${task.priority}`, ...known];
  }
  if (event.type.startsWith('task-queue.') && event.resource === 'WT') return [queue?.friendlyName ?? 'gone'];
  if (event.type.startsWith('task.transfer-') && task !== undefined) return [task.status, transferFacts(world, event)];
  if (event.resource === 'WT' && task !== undefined) {
    return [task.status, ...(task.reason === null ? [] : [`reason=${quoted(task.reason)}`])];
  }
  if (workerChannel !== undefined && channel !== undefined) {
    return [channel.uniqueName, `capacity=${workerChannel.capacity}`, `available=${workerChannel.available}`];
  }
  if (event.resource === 'WK') return [activity?.friendlyName ?? ''];
  return [];
}

function transferFacts(world: World, { subject: { transfer } }: EngineEvent): string {
  if (transfer === undefined) return 'no transfer';
  const reason = transfer.failedReason === null ? '' : ` (${transfer.failedReason})`;
  return `${transfer.mode} to ${world.nameOf(transfer.to)}: ${transfer.status}${reason}`;
}

function readable(world: World, text: string): string {
  return text.replaceAll(/\b[A-Z]{2}[0-9a-f]{32}\b/g, (sid) => world.nameOf(sid));
}

function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : JSON.stringify(text);
}
