import { percentDecoded } from '../percent-decoded.ts';
import { activityOperations } from './activity.ts';
import { eventOperations } from './event.ts';
import type { Method, Operation } from './operation.ts';
import { reservationOperations } from './reservation.ts';
import { statisticsOperations } from './statistics/operations.ts';
import { taskOperations } from './task.ts';
import { taskChannelOperations } from './task-channel.ts';
import { taskQueueOperations } from './task-queue.ts';
import { workerOperations } from './worker.ts';
import { workerChannelOperations } from './worker-channel.ts';
import { workflowOperations } from './workflow.ts';
import { workspaceOperations } from './workspace.ts';

/** Everything that exists under `/v1`. REST, both bridges and the documentation read this one table. */
export const OPERATIONS: readonly Operation[] = [
  ...workspaceOperations,
  ...activityOperations,
  ...taskChannelOperations,
  ...taskQueueOperations,
  ...workflowOperations,
  ...workerOperations,
  ...workerChannelOperations,
  ...taskOperations,
  ...reservationOperations,
  ...eventOperations,
  ...statisticsOperations,
];

export type Routed =
  | { readonly kind: 'found'; readonly operation: Operation; readonly path: Readonly<Record<string, string>> }
  | { readonly kind: 'method_not_allowed' }
  | { readonly kind: 'unknown' };

/** What may follow a path: the methods it answers itself, fixed segments, and one that takes any text. */
interface Place {
  readonly byMethod: Map<string, Operation>;
  readonly fixed: Map<string, Place>;
  any: Place | undefined;
}

const TREE = treeOf(OPERATIONS);

/** Finds the operation of a path below `/v1` (one trailing slash is ignored); segments are decoded. */
export function routeOperation(method: Method | string, path: string): Routed {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const [root, ...segments] = trimmed.split('/');
  const place = root === '' ? find(TREE, segments, 0) : undefined;
  if (place === undefined) return { kind: 'unknown' };
  const operation = place.byMethod.get(method);
  if (operation === undefined) return { kind: 'method_not_allowed' };
  const values: Record<string, string> = {};
  for (const [index, name] of namesOf(operation)) values[name] = percentDecoded(segments[index] ?? '');
  return { kind: 'found', operation, path: values };
}

/** Fixed segments before named ones, so that `/Tasks/Statistics` is never a task. */
function find(place: Place, segments: readonly string[], index: number): Place | undefined {
  const segment = segments[index];
  if (segment === undefined) return place.byMethod.size > 0 ? place : undefined;
  const fixed = place.fixed.get(segment);
  const found = fixed === undefined ? undefined : find(fixed, segments, index + 1);
  if (found !== undefined || place.any === undefined || segment === '') return found;
  return find(place.any, segments, index + 1);
}

function treeOf(operations: readonly Operation[]): Place {
  const root = emptyPlace();
  for (const operation of operations) {
    let place = root;
    for (const segment of operation.path.slice(1).split('/')) place = next(place, segment);
    place.byMethod.set(operation.method, operation);
  }
  return root;
}

function next(place: Place, segment: string): Place {
  if (segment.startsWith('{')) {
    place.any ??= emptyPlace();
    return place.any;
  }
  const known = place.fixed.get(segment) ?? emptyPlace();
  place.fixed.set(segment, known);
  return known;
}

function emptyPlace(): Place {
  return { byMethod: new Map(), fixed: new Map(), any: undefined };
}

const NAMES = new Map(OPERATIONS.map((operation) => [operation, namedSegments(operation.path)]));

/** Which segments of an operation's path have names, and which. */
function namesOf(operation: Operation): readonly (readonly [index: number, name: string])[] {
  return NAMES.get(operation) ?? [];
}

function namedSegments(path: string): (readonly [number, string])[] {
  const segments = path.slice(1).split('/');
  return segments.flatMap((segment, index) =>
    segment.startsWith('{') ? [[index, segment.slice(1, -1)] as const] : [],
  );
}
