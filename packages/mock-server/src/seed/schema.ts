import * as v from 'valibot';
import { MAX_ATTRIBUTES } from '../edges/operations/params.ts';
import { SeedError } from './seed-error.ts';

const name = v.pipe(
  v.string('must be a name (text)'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(256, 'must not be longer than 256 characters'),
);
const text = v.string('must be text');
const flag = v.boolean('must be true or false');
const whole = v.pipe(v.number('must be a whole number'), v.integer('must be a whole number'));
const count = v.pipe(whole, v.minValue(0, 'must be 0 or more'));
const order = v.picklist(['FIFO', 'LIFO'], 'must be FIFO or LIFO');
const url = v.pipe(text, v.url('must be a URL'));
const jsonObject = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const attributes = v.pipe(
  jsonObject,
  v.check(
    (value) => (JSON.stringify(value)?.length ?? 0) <= MAX_ATTRIBUTES,
    `must not be longer than ${MAX_ATTRIBUTES} characters of JSON`,
  ),
);
const instant = v.pipe(text, v.isoTimestamp('must be an ISO 8601 date and time such as 2026-01-31T08:00:00Z'));

const list = <const S extends v.GenericSchema>(item: S) => v.array(item, 'must be a list');
const optional = <const S extends v.GenericSchema>(schema: S) => v.exactOptional(schema);
const entry = <const E extends v.ObjectEntries>(entries: E) => v.strictObject(entries);

const activity = entry({ name, available: flag });

const taskChannel = entry({ name, uniqueName: name, channelOptimizedRouting: optional(flag) });

const taskQueue = entry({
  name,
  targetWorkers: text,
  taskOrder: optional(order),
  maxReservedWorkers: optional(whole),
  reservationActivity: optional(name),
  assignmentActivity: optional(name),
});

const workflow = entry({
  name,
  configuration: v.union([jsonObject, text], 'must be an object with task_routing, or the same as JSON text'),
  taskReservationTimeout: optional(whole),
  assignmentCallbackUrl: optional(url),
  fallbackAssignmentCallbackUrl: optional(url),
});

const workerChannel = entry({ capacity: optional(count), available: optional(flag) });

const worker = entry({
  name,
  activity: optional(name),
  attributes: optional(attributes),
  channels: optional(v.record(v.string(), workerChannel, 'must be an object of channels')),
});

const task = entry({
  name: optional(name),
  workflow: optional(name),
  taskQueue: optional(name),
  routingTarget: optional(name),
  taskChannel: optional(name),
  attributes: optional(attributes),
  priority: optional(count),
  timeout: optional(whole),
  ignoreCapacity: optional(flag),
  virtualStartTime: optional(instant),
});

const workspace = entry({
  name,
  multiTaskEnabled: optional(flag),
  prioritizeQueueOrder: optional(order),
  eventCallbackUrl: optional(url),
  eventsFilter: optional(text),
  activities: v.pipe(list(activity), v.minLength(1, 'must name at least one activity')),
  defaultActivity: optional(name),
  timeoutActivity: optional(name),
  taskChannels: optional(list(taskChannel)),
  taskQueues: optional(list(taskQueue)),
  workflows: optional(list(workflow)),
  workers: optional(list(worker)),
  tasks: optional(list(task)),
});

const seed = entry({
  version: v.literal(1, 'must be 1, the only version of the format'),
  workspaces: list(workspace),
});

/** Everything a server starts with, by name (contract: seed file). */
export type Seed = v.InferOutput<typeof seed>;
export type SeedWorkspace = Seed['workspaces'][number];
export type SeedWorkflow = v.InferOutput<typeof workflow>;
export type SeedWorker = v.InferOutput<typeof worker>;
export type SeedTask = v.InferOutput<typeof task>;
export type SeedTaskQueue = v.InferOutput<typeof taskQueue>;

/** A document of unknown shape as a seed. Throws SeedError that names every wrong field. */
export function checkSeed(document: unknown): Seed {
  const parsed = v.safeParse(seed, document);
  if (parsed.success) return parsed.output;
  throw new SeedError(parsed.issues.map((issue) => ({ path: pathOf(issue), problem: problemOf(issue) })));
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = '';
  for (const { key } of issue.path ?? []) {
    if (typeof key === 'number') path += `[${key}]`;
    else path += path === '' ? String(key) : `.${String(key)}`;
  }
  return path;
}

/** Valibot's own words only where a schema above has none. */
function problemOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return 'is not a known field';
  return issue.received === 'undefined' ? 'is missing' : `must be an object, not ${shown(issue.input)}`;
}

function shown(input: unknown): string {
  if (input === null) return 'null';
  return Array.isArray(input) ? 'a list' : typeof input;
}
