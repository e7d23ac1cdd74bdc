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

interface Entry {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly byMethod: Map<string, Operation>;
}

const ENTRIES = compileTable(OPERATIONS);

/** Finds the operation of a path below `/v1` (one trailing slash is ignored); segments are decoded. */
export function routeOperation(method: Method | string, path: string): Routed {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  for (const entry of ENTRIES) {
    const match = entry.pattern.exec(trimmed);
    if (match === null) continue;
    const operation = entry.byMethod.get(method);
    if (operation === undefined) return { kind: 'method_not_allowed' };
    const values = entry.names.map((name, index) => [name, decodeSegment(match[index + 1] ?? '')] as const);
    return { kind: 'found', operation, path: Object.fromEntries(values) };
  }
  return { kind: 'unknown' };
}

/** Fixed segments before named ones, so that `/Tasks/Statistics` is never a task. */
function compileTable(operations: readonly Operation[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const operation of operations) {
    const entry = entries.get(operation.path) ?? { ...compilePath(operation.path), byMethod: new Map() };
    entry.byMethod.set(operation.method, operation);
    entries.set(operation.path, entry);
  }
  return [...entries.entries()].sort(([a], [b]) => placeholders(a) - placeholders(b)).map(([, entry]) => entry);
}

function compilePath(path: string): { readonly pattern: RegExp; readonly names: string[] } {
  const names: string[] = [];
  const source = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  return { pattern: new RegExp(`^${source}$`), names };
}

function placeholders(path: string): number {
  return path.split('{').length;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
