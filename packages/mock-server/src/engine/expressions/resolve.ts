import type { Json } from '@taskbay/protocol';
import type { Path, Segment } from './ast.ts';
import type { Read } from './evaluate.ts';
import type {
  ChannelFacts,
  FilterContext,
  QueueAvailability,
  QueueContext,
  TargetContext,
  WorkerFacts,
  WorkerFilterContext,
} from './facts.ts';
import { lookup } from './lookup.ts';
import { TIME_OF_DAY } from './time-of-day.ts';

const missing = (): Json => null;

const WORKER_FIELDS: ReadonlyMap<Segment, (worker: WorkerFilterContext) => string> = new Map<
  Segment,
  (worker: WorkerFilterContext) => string
>([
  ['sid', (worker) => worker.sid],
  ['friendly_name', (worker) => worker.friendlyName],
  ['activity_sid', (worker) => worker.activitySid],
  ['activity_name', (worker) => worker.activityName],
]);

const CHANNEL_FIELDS: ReadonlyMap<Segment, (channel: ChannelFacts) => number> = new Map<
  Segment,
  (channel: ChannelFacts) => number
>([
  ['configured_capacity', (channel) => channel.configuredCapacity],
  ['assigned_tasks', (channel) => channel.assignedTasks],
  ['available_capacity_percentage', (channel) => channel.availableCapacityPercentage],
]);

/** Bare names are worker attributes. */
export function resolveQueuePath(path: Path): Read<QueueContext> {
  const read = lookup(path);
  return (context) => read(context.attributes);
}

/** Bare names are worker attributes, except the four worker fields, which win over attributes of the same name. */
export function resolveWorkerFilterPath(path: Path): Read<WorkerFilterContext> {
  const field = path.length === 1 ? WORKER_FIELDS.get(path[0]) : undefined;
  return field ?? resolveQueuePath(path);
}

/**
 * Bare names are task attributes. `task.x` reads attribute `x`, unless the task has an attribute of its own called
 * `task`.
 */
export function resolveFilterPath(path: Path): Read<FilterContext> {
  const [root, ...rest] = path;
  if (root === 'taskrouter') {
    return resolveTimeOfDay(rest);
  }
  const bare = lookup(path);
  if (root !== 'task' || rest.length === 0) {
    return (context) => bare(context.task.attributes);
  }
  const aliased = lookup(rest);
  return ({ task }) => (Object.hasOwn(task.attributes, 'task') ? bare(task.attributes) : aliased(task.attributes));
}

/** Names need a `task.`, `worker.` or `taskrouter.` prefix; a bare name is null. */
export function resolveTargetPath(path: Path): Read<TargetContext> {
  const [root, ...rest] = path;
  if (rest.length === 0) {
    return missing;
  }
  switch (root) {
    case 'taskrouter':
      return resolveTimeOfDay(rest);
    case 'task': {
      const read = lookup(rest);
      return (context) => read(context.task.attributes);
    }
    case 'worker': {
      const read = resolveWorkerPath(rest);
      return (context) => read(context.worker);
    }
    default:
      return missing;
  }
}

/** A path below `worker.`: the documented fields win, everything else is an attribute. */
export function resolveWorkerPath(path: readonly Segment[]): Read<WorkerFacts> {
  const [first = '', name, property = ''] = path;
  const field = path.length === 1 ? WORKER_FIELDS.get(first) : undefined;
  if (field !== undefined) {
    return field;
  }
  const channelField = first === 'channel' && path.length === 3 ? CHANNEL_FIELDS.get(property) : undefined;
  if (channelField !== undefined && typeof name === 'string') {
    return (worker) => {
      const channel = worker.channel(name);
      return channel === undefined ? null : channelField(channel);
    };
  }
  const read = lookup(path);
  return (worker) => read(worker.attributes);
}

/** `workers.available`, `workers.unavailable` and `workers.<activity SID>`, counted in the step's queue. */
export function resolveSkipPath(path: Path): Read<QueueAvailability> {
  const [root, name] = path;
  if (root !== 'workers' || path.length !== 2 || typeof name !== 'string') {
    return missing;
  }
  switch (name) {
    case 'available':
      return (queue) => queue.available;
    case 'unavailable':
      return (queue) => queue.unavailable;
    default:
      return name.startsWith('WA') ? (queue) => queue.byActivity(name) : missing;
  }
}

function resolveTimeOfDay(path: readonly Segment[]): Read<{ readonly now: number }> {
  const [name] = path;
  const read = path.length === 1 && typeof name === 'string' ? TIME_OF_DAY.get(name) : undefined;
  return read === undefined ? missing : (context) => read(context.now);
}
