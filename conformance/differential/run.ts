import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { startTcpProxy } from '../proxy/tcp-proxy.ts';
import { pairDesk } from '../support/pair-desk.ts';
import type { LoggedClient, LoggedClientKind } from './client.ts';
import { SCRIPT, type Scene, type Step, scopeOf } from './script.ts';

const SEED = pairDesk({
  name: 'Differential',
  queue: { name: 'Alice', targetWorkers: 'name == "alice"' },
  taskReservationTimeout: 60,
  workers: [
    { name: 'alice', attributes: { name: 'alice' }, channels: { default: { capacity: 5, available: true } } },
    { name: 'bob', attributes: { name: 'bob' } },
  ],
});

/** What one client's application was told in each step; SIDs are numbered by task, offers made by routing again are not. */
export async function play(kind: LoggedClientKind): Promise<ReadonlyMap<Step, readonly string[]>> {
  await using server = await startMockServer({ seed: SEED });
  await using proxy = await startTcpProxy(server.url);
  const client = kind.start(proxy.url, await server.token({ worker: 'alice' }));
  await client.ready();
  const names = new Map<string, string>();
  const scene = sceneOf(server, proxy, client, names);
  const logs = new Map<Step, readonly string[]>();
  for (const step of SCRIPT) {
    client.log.length = 0;
    await step.run(scene);
    await scene.heard();
    logs.set(
      step,
      client.log.map((line) => line.replace(/[A-Z]{2}[0-9a-f]{32}/g, (sid) => names.get(sid) ?? 'another offer')),
    );
  }
  await client.close();
  return logs;
}

function sceneOf(server: MockServer, proxy: Scene['proxy'], client: LoggedClient, names: Map<string, string>): Scene {
  const scope = scopeOf(server);
  let tasks = 0;
  let marks = 0;
  return {
    server,
    proxy,
    client,
    ...scope,
    heard: async () => {
      marks += 1;
      const mark = `"mark":"${marks}"`;
      // Frames come in order: what was told after this mark was told after everything before it.
      await scope.rest.workers(scope.alice).update({ attributes: `{"name":"alice",${mark}}` });
      await appears(client.log, (line) => line.includes(mark));
      const kept = client.log.filter((line) => !line.startsWith('attributes.update'));
      client.log.splice(0, client.log.length, ...kept);
    },
    offer: async (attributes = {}) => {
      const { sid: task } = await scope.rest.tasks.create({ attributes: JSON.stringify(attributes) });
      const reservations = await scope.rest.tasks(task).reservations.list();
      const own = reservations.find(({ workerSid }) => workerSid === scope.alice);
      if (own === undefined) throw new Error(`Task ${task} is not offered to alice`);
      tasks += 1;
      names.set(task, `task ${tasks}`);
      names.set(own.sid, `offer ${tasks}`);
      return { task, reservation: own.sid };
    },
    outcome: async (what, call) => {
      try {
        await call();
        client.log.push(`${what}: done`);
      } catch {
        client.log.push(`${what}: fails`);
      }
    },
  };
}

async function appears(log: readonly string[], wanted: (line: string) => boolean): Promise<void> {
  while (!log.some(wanted)) await new Promise((resolve) => setImmediate(resolve));
}
