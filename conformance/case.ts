import { type MockServer, startMockServer } from '@taskbay/mock-server';
import type { ConnectOptions, SocketAgent, SocketClientKind } from './client.ts';
import { pairDesk } from './support/pair-desk.ts';
import { restWorkspace } from './support/server.ts';
import { fetchOf, type SeededWorkspace, sidOf, workspaceOf } from './support/workspace.ts';

/** One thing that every client library has to get through. */
export interface Case {
  readonly title: string;
  /** Left out: both wires. */
  readonly only?: { readonly wire: 'v1' | 'v2'; readonly because: string };
  readonly run: (stage: Stage) => Promise<void>;
}

/** A server with the seed of the cases, and the client library under test. */
export interface Stage {
  readonly server: MockServer;
  readonly kind: SocketClientKind;
  readonly rest: ReturnType<typeof restWorkspace>;
  readonly workspace: SeededWorkspace;
  readonly activity: (name: 'Offline' | 'Available' | 'Break') => string;
  readonly worker: (name: 'alice' | 'bob') => string;
  connect(workerName: 'alice' | 'bob', options?: ConnectOptions): Promise<SocketAgent>;
  /** The same, and makes the worker available. */
  available(workerName: 'alice' | 'bob', options?: ConnectOptions): Promise<SocketAgent>;
  /** A task created over REST; resolves with its SID. `pair`: offered to two workers at once. */
  createTask(attributes?: object): Promise<string>;
  /** Closes a worker's sockets from the server's side, as a control call does. */
  cut(workerName: 'alice' | 'bob'): Promise<void>;
}

/** Of every case, unless it resets the server to another. */
export const SEED = pairDesk({
  name: 'Cases',
  queue: { name: 'Everyone', targetWorkers: '1==1' },
  taskReservationTimeout: 60,
  workers: [
    { name: 'alice', attributes: { skill: 'voice' }, channels: { default: { capacity: 3, available: true } } },
    { name: 'bob', attributes: {} },
  ],
});

/** Runs a case on a server of its own. */
export async function perform(kind: SocketClientKind, { run }: Case): Promise<void> {
  await using server = await startMockServer({ seed: SEED, clock: 'manual', listen: kind.host !== 'in process' });
  const agents: SocketAgent[] = [];
  const workspace = workspaceOf(server);
  const rest = restWorkspace(server);
  const connect = async (workerName: string, options?: ConnectOptions): Promise<SocketAgent> => {
    const agent = await kind.connect(server, workerName, options);
    agents.push(agent);
    return agent;
  };
  const activity = (name: string): string => sidOf(workspace.activities, name);
  const worker = (name: string): string => sidOf(workspace.workers, name);
  try {
    await run({
      server,
      kind,
      rest,
      workspace,
      activity,
      worker,
      connect,
      available: async (workerName, options) => {
        const agent = await connect(workerName, options);
        await agent.setActivity(activity('Available'));
        await agent.told('worker.activity.update', agent.sid);
        return agent;
      },
      createTask: async (attributes = {}) => (await rest.tasks.create({ attributes: JSON.stringify(attributes) })).sid,
      cut: async (workerName) => cutSockets(server, worker(workerName)),
    });
  } finally {
    await Promise.all(agents.map((agent) => agent.close()));
  }
}

async function cutSockets(server: MockServer, workerSid: string): Promise<void> {
  const fetch = fetchOf(server);
  const open = (await (await fetch(`${server.url}/control/connections`)).json()) as { id: string; worker: string }[];
  for (const { id, worker } of open) {
    if (worker === workerSid) await fetch(`${server.url}/control/connections/${id}`, { method: 'DELETE' });
  }
}
