import { compileSkipExpression, compileTargetExpression } from '../expressions/contexts.ts';
import { lookup } from '../expressions/lookup.ts';
import { parseOrderBy } from '../expressions/order-by.ts';
import { parseReference } from '../expressions/parse.ts';
import type { KnownWorker, Target } from './configuration.ts';
import type { Place } from './members.ts';
import { compileMember, memberPath, readExpression, readFilledText, readInteger, readText } from './members.ts';
import { groupTasks } from './task-groups.ts';

export type QueueExists = (taskQueueSid: string) => boolean;

const LEAST_PRIORITY = 0;
const LEAST_TIMEOUT = 1;

/**
 * Reads one target. `inherited` is the queue of the target before; undefined for a first target, which has to name
 * its own. The result is only usable when no problem was reported.
 */
export function readTarget(place: Place, inherited: string | undefined, queueExists: QueueExists): Target {
  const queueSid = readQueue(place, inherited, queueExists);
  const timeout = readInteger(place, 'timeout', LEAST_TIMEOUT);
  return readMembers(place, queueSid, timeout);
}

/** Reads the default filter: a target that has no timeout, so that one written there is ignored. */
export function readDefaultFilter(place: Place, queueExists: QueueExists): Target {
  return readMembers(place, readQueue(place, undefined, queueExists), undefined);
}

/** What stands in for a target that cannot be read. */
export function unreadableTarget(queueSid: string): Target {
  return { ...NOTHING, queueSid };
}

const NOTHING = {
  priority: undefined,
  timeout: undefined,
  expression: undefined,
  orderBy: undefined,
  skipIf: undefined,
  knownWorker: undefined,
  groupOf: undefined,
};

function readMembers(place: Place, queueSid: string, timeout: number | undefined): Target {
  const priority = readInteger(place, 'priority', LEAST_PRIORITY);
  const expression = readExpression(place, 'expression', compileTargetExpression);
  const orderBy = readExpression(place, 'order_by', parseOrderBy);
  const skipIf = readExpression(place, 'skip_if', compileSkipExpression);
  const knownWorker = readKnownWorker(place);
  const groupOf = groupTasks(expression, knownWorker);
  return { queueSid, priority, timeout, expression, orderBy, skipIf, knownWorker, groupOf };
}

/** An unknown queue is still returned, so that targets inheriting it do not repeat the problem. */
function readQueue(place: Place, inherited: string | undefined, queueExists: QueueExists): string {
  const { problems } = place.log;
  const before = problems.length;
  const queueSid = readText(place, 'queue');
  if (queueSid === undefined) {
    if (inherited === undefined && problems.length === before) {
      place.log.add(
        'missing',
        memberPath(place, 'queue'),
        'is missing',
        'name a queue: only later targets of a filter inherit the queue of the target before',
      );
    }
    return inherited ?? '';
  }
  if (!queueExists(queueSid)) {
    place.log.add(
      'unknown_queue',
      memberPath(place, 'queue'),
      `names ${JSON.stringify(queueSid)}, which is not a TaskQueue of this workspace`,
      'create the queue first, or use the SID of an existing one',
    );
  }
  return queueSid;
}

const KNOWN_WORKER_KEYS = [
  ['known_worker_sid', 'sid'],
  ['known_worker_friendly_name', 'friendly_name'],
] as const;

function readKnownWorker(place: Place): KnownWorker | undefined {
  const found = KNOWN_WORKER_KEYS.flatMap(([key, by]) => {
    const text = readFilledText(place, key);
    return text === undefined ? [] : [{ key, by, text }];
  });
  const [first, second] = found;
  if (first === undefined) {
    return undefined;
  }
  if (second !== undefined) {
    place.log.add(
      'conflict',
      memberPath(place, second.key),
      `stands beside ${first.key}`,
      'keep one of the two: a known worker is found by SID or by friendly name',
    );
    return undefined;
  }
  const path = compileMember(place, first.key, first.text, parseReference);
  if (path === undefined) {
    return undefined;
  }
  const [root, ...attributePath] = path;
  if (root !== 'task' || attributePath.length === 0) {
    place.log.add(
      'bad_expression',
      memberPath(place, first.key),
      `is ${JSON.stringify(first.text)}, not a task attribute`,
      'write task.<attribute>, the attribute that holds the worker',
    );
    return undefined;
  }
  const read = lookup(attributePath);
  return { by: first.by, attributePath, read: (task) => read(task.attributes) };
}
