import { BaseTaskQueue } from '../src/entities/base-task-queue.ts';
import { BaseWorker } from '../src/entities/base-worker.ts';
import { BaseWorkspace } from '../src/entities/base-workspace.ts';
import type { HttpError } from '../src/v1/http-error.ts';
import { createTaskRouter } from '../src/v1/task-router.ts';
import { FakeBridge } from './fake-bridge.ts';
import { ManualClock, settled } from './manual-clock.ts';
import { type ReservationState, restReservation } from './payloads.ts';
import { capabilityToken, WK, WS } from './tokens.ts';
import { fakeHost, SERVER } from './worker-under-test.ts';

export const OFFER: ReservationState = {
  sid: 'WR1',
  taskSid: 'WT1',
  status: 'pending',
  taskStatus: 'reserved',
  version: 0,
};
export const OWN = `Workspaces/${WS}/Workers/${WK}`;
export const RESERVATION = `Workspaces/${WS}/Tasks/WT1/Reservations/WR1`;
export const EXP = 1_900_000_000;

export type Read = Record<string, unknown>;

/** `server`: what the page's script tag stands for; '' where it stands for none. */
export function facade(prepare: (bridge: FakeBridge) => void = () => undefined, server = SERVER) {
  const bridge = new FakeBridge('v1');
  const clock = new ManualClock();
  const host = fakeHost(clock, bridge, []);
  bridge.on(`GET ${RESERVATION}`, () => ({ payload: restReservation(bridge.reservations[0] ?? OFFER) }));
  prepare(bridge);
  const modern = {
    Worker: class extends BaseWorker {
      constructor(token: string, options = {}) {
        super(token, options, host);
      }
    },
    Workspace: class extends BaseWorkspace {
      constructor(token: string, options = {}) {
        super(token, options, host);
      }
    },
    TaskQueue: class extends BaseTaskQueue {
      constructor(token: string, options = {}) {
        super(token, options, host);
      }
    },
  };
  return { bridge, clock, TaskRouter: createTaskRouter(modern, server || undefined) };
}

export async function connected(prepare?: (bridge: FakeBridge) => void, ...given: unknown[]) {
  const made = facade(prepare);
  const worker = new made.TaskRouter.Worker(capabilityToken(EXP), false, ...given);
  const heard: string[] = [];
  const arguments_: Record<string, Read> = {};
  for (const name of ['connected', 'ready', 'disconnected', 'reservation.created', 'reservation.accepted']) {
    worker.on(name, (argument) => {
      heard.push(name);
      arguments_[name] = argument as Read;
    });
  }
  await settled();
  return { ...made, worker, heard, told: arguments_ };
}

export function rows(list: Read | null, name: string): Read[] {
  return (list?.[name] ?? []) as Read[];
}

/** What a call with a callback ends in. */
export function outcome<Result>(run: (callback: (error: HttpError | null, result: Result | null) => void) => void) {
  return new Promise<{ error: HttpError | null; result: Result | null }>((resolve) => {
    run((error, result) => resolve({ error, result }));
  });
}
