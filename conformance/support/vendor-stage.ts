import { type MockServer, startMockServer } from '@taskbay/mock-server';
import type { Reservation, Worker, WorkerOptions } from 'twilio-taskrouter';
import { vendorModule, vendorOptions } from '../clients/vendor.ts';
import { restWorkspace } from './server.ts';
import { type SeededWorkspace, sidOf, workspaceOf } from './workspace.ts';

export const VENDOR_SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Vendor',
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
        { name: 'Break', available: false },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
      taskQueues: [
        { name: 'Everyone', targetWorkers: '1==1' },
        { name: 'Nobody', targetWorkers: '1==2' },
      ],
      workflows: [
        {
          name: 'Default',
          taskReservationTimeout: 60,
          configuration: { task_routing: { default_filter: { queue: 'Everyone' } } },
        },
      ],
      workers: [
        { name: 'alice', attributes: {} },
        { name: 'bob', attributes: {} },
        { name: 'sue', attributes: {} },
      ],
    },
  ],
} as const;

type WorkerClass = new (token: string, options?: WorkerOptions) => Worker;

/** A server and the vendor's unmodified SDK as its users write it. */
export interface VendorStage {
  readonly server: MockServer;
  readonly rest: ReturnType<typeof restWorkspace>;
  readonly workspace: SeededWorkspace;
  readonly activity: (name: string) => string;
  readonly worker: (name: string) => string;
  connect(name: string, options?: Partial<WorkerOptions>): Promise<Worker>;
  connectAs(name: string, role: 'worker' | 'supervisor', options: object, Client: WorkerClass): Promise<Worker>;
  /** Makes the worker available if it is not, then a task, and waits for its offer. */
  offer(worker: Worker, attributes?: object): Promise<Reservation>;
}

export async function withVendor(run: (stage: VendorStage) => Promise<void>): Promise<void> {
  await using server = await startMockServer({ seed: VENDOR_SEED, clock: 'manual' });
  const open: Worker[] = [];
  const workspace = workspaceOf(server);
  const rest = restWorkspace(server);
  const activity = (name: string): string => sidOf(workspace.activities, name);
  const connectAs: VendorStage['connectAs'] = async (name, role, options, Client) => {
    const token = await server.token({ worker: name, role });
    const worker = new Client(token, { ...vendorOptions(server), ...options });
    open.push(worker);
    await next(worker, 'ready');
    return worker;
  };
  const { Worker: VendorWorker } = vendorModule() as unknown as { readonly Worker: WorkerClass };
  try {
    await run({
      server,
      rest,
      workspace,
      activity,
      worker: (name) => sidOf(workspace.workers, name),
      connect: (name, options = {}) => connectAs(name, 'worker', options, VendorWorker),
      connectAs,
      offer: async (worker, attributes = {}) => {
        if (worker.activity.name !== 'Available') {
          await rest.workers(worker.sid).update({ activitySid: activity('Available') });
        }
        const created = next(worker, 'reservationCreated');
        await rest.tasks.create({ attributes: JSON.stringify(attributes) });
        return (await created) as Reservation;
      },
    });
  } finally {
    for (const worker of open) worker.disconnect();
  }
}

/** The argument of the next event of that name. */
export function next(emitter: object, event: string): Promise<unknown> {
  const { once } = emitter as { once(event: string, listener: (argument: unknown) => void): void };
  return new Promise((resolve) => once.call(emitter, event, resolve));
}
