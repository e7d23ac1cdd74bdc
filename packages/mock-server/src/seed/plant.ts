import type { Actor } from '../engine/commands.ts';
import type { Rejection } from '../engine/rejections.ts';
import { ServerClock } from '../runtime/clock.ts';
import type { Host } from '../runtime/host.ts';
import { MemoryJournal } from '../runtime/memory-journal.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Outcome } from '../runtime/workspace-host.ts';
import type { PlannedWorkspace } from './plan.ts';
import { SeedError } from './seed-error.ts';

/** Carries out a plan, in order. Throws SeedError when the engine refuses a part of it (a bad expression, a limit). */
export async function plantSeed(
  runtime: Runtime,
  accountSid: string,
  plan: readonly PlannedWorkspace[],
): Promise<void> {
  const actor: Actor = { type: 'account', sid: accountSid };
  for (const { sid, path, initialise, commands } of plan) {
    accepted(await runtime.createWorkspace(initialise, actor), path);
    for (const { path: place, command } of commands) accepted(await runtime.dispatch(sid, command, actor), place);
  }
}

/** Plants the plan in a runtime of its own, so that a seed the engine refuses is known before anything is replaced. */
export async function rehearse(
  host: Host,
  accountSid: string,
  now: number,
  plan: readonly PlannedWorkspace[],
): Promise<void> {
  const journal = new MemoryJournal();
  const clock = new ServerClock(host, 'manual', now);
  const failures: unknown[] = [];
  const runtime = new Runtime({ accountSid, seed: 0, journal, clock, host, onError: (error) => failures.push(error) });
  try {
    await plantSeed(runtime, accountSid, plan);
    if (failures.length > 0) throw new AggregateError(failures, 'A seed could not be rehearsed');
  } finally {
    runtime.close();
  }
}

function accepted(outcome: Outcome, path: string): void {
  if (outcome.ok) return;
  const { rejection } = outcome;
  const field = rejection.code === 'invalid' ? SEED_FIELDS[rejection.parameter] : undefined;
  throw new SeedError([{ path: field === undefined ? path : `${path}.${field}`, problem: describe(rejection) }]);
}

/** Fields of the seed file behind the parameters that the engine's refusals name. */
const SEED_FIELDS: Readonly<Record<string, string>> = {
  TargetWorkers: 'targetWorkers',
  MaxReservedWorkers: 'maxReservedWorkers',
  Configuration: 'configuration',
  TaskReservationTimeout: 'taskReservationTimeout',
  Channels: 'channels',
  Priority: 'priority',
  Timeout: 'timeout',
  IgnoreCapacity: 'ignoreCapacity',
  RoutingTarget: 'routingTarget',
  VirtualStartTime: 'virtualStartTime',
  WorkflowSid: 'workflow',
};

function describe(rejection: Rejection): string {
  switch (rejection.code) {
    case 'invalid':
      return rejection.problem;
    case 'name_taken':
      return `repeats the name ${JSON.stringify(rejection.name)}`;
    case 'limit':
      return `goes over the limit of ${rejection.limit} ${rejection.resource}`;
    default:
      return `is refused: ${rejection.code.replaceAll('_', ' ')}`;
  }
}
