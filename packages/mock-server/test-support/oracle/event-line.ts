import type { EngineEvent, Subject } from '../../src/engine/events.ts';
import type { LearnedNames } from './learned-names.ts';

/** An event in the words in which the oracle foretells it; names the task or reservation that it creates. */
export function eventLine({ type, resourceSid, subject }: EngineEvent, names: LearnedNames): string {
  if (type === 'task.created') names.learn('T', resourceSid);
  if (type === 'reservation.created') names.learn('R', resourceSid);
  return [type, ...wordsOf(type, resourceSid, subject, names)].join(' ');
}

function wordsOf(type: string, resourceSid: string, subject: Subject, { nameOf }: LearnedNames): readonly string[] {
  const task = nameOf(subject.task?.sid ?? '');
  const worker = subject.worker?.friendlyName ?? '';
  switch (type) {
    case 'reservation.failed':
      // Its SID is that of a reservation that never was (ROUTE-17).
      return [task];
    case 'task.canceled':
    case 'task.completed':
      return [task, subject.task?.reason ?? ''];
    case 'worker.activity.update':
      return [worker, subject.activity?.friendlyName ?? ''];
    case 'task-queue.expression.updated':
      return [subject.queue?.friendlyName ?? ''];
    case 'task-channel.updated':
      return [subject.channel?.uniqueName ?? ''];
  }
  if (type.startsWith('reservation.')) return [nameOf(resourceSid), task, worker];
  if (type.startsWith('task-queue.')) return [task, subject.queue?.friendlyName ?? ''];
  if (type.startsWith('task.transfer-')) return [task, subject.transfer?.status ?? ''];
  return [type.startsWith('worker.') ? worker : task];
}
