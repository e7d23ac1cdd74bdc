import type { MockServer } from '@taskbay/mock-server';
import type { TcpProxy } from '../proxy/tcp-proxy.ts';
import { restWorkspace } from '../support/server.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';
import type { LoggedClient } from './client.ts';

export interface Scene {
  readonly server: MockServer;
  readonly rest: ReturnType<typeof restWorkspace>;
  readonly proxy: TcpProxy;
  readonly client: LoggedClient;
  readonly alice: string;
  readonly bob: string;
  readonly activity: (name: string) => string;
  /** Waits until the client was told everything that happened so far. */
  readonly heard: () => Promise<void>;
  /** A task by its number, offered to alice; resolves with the SIDs. */
  readonly offer: (attributes?: object) => Promise<{ readonly task: string; readonly reservation: string }>;
  /** What a call comes to goes into the log. */
  readonly outcome: (what: string, call: () => Promise<unknown> | undefined) => Promise<void>;
}

export interface Step {
  readonly title: string;
  /** Why the two are told different things; left out where they are told the same. */
  readonly because?: string;
  readonly run: (scene: Scene) => Promise<void>;
}

/** What both clients go through, one step after the other. */
export const SCRIPT: readonly Step[] = [
  {
    title: 'becoming available',
    run: async ({ client, activity }) => {
      await client.setActivity(activity('Available'));
    },
  },
  {
    title: 'a job: offered, accepted, wrapped up, completed',
    run: async ({ client, offer, heard }) => {
      const { reservation } = await offer();
      await heard();
      for (const verb of ['accept', 'wrap', 'complete'] as const) {
        await client.reservation(reservation)?.[verb]();
        await heard();
      }
    },
  },
  {
    title: 'a rejection, and the offer that comes again',
    because:
      'the vendor’s client makes a task object for each reservation, and the one of an offer that is over goes on hearing; ours has one object for a task',
    run: async ({ client, offer, heard, rest }) => {
      const { task, reservation } = await offer();
      await heard();
      await client.reservation(reservation)?.reject();
      await heard();
      await rest.tasks(task).update({ assignmentStatus: 'canceled' });
    },
  },
  {
    title: 'an offer nobody answers, and the way back',
    run: async ({ server, client, offer, heard, activity, rest }) => {
      const { task } = await offer();
      await heard();
      await server.time.advance({ seconds: 60 });
      await heard();
      await rest.tasks(task).update({ assignmentStatus: 'canceled' });
      await client.setActivity(activity('Available'));
    },
  },
  {
    title: 'a task that another worker takes',
    run: async ({ rest, offer, heard, bob, activity }) => {
      await rest.workers(bob).update({ activitySid: activity('Available') });
      const { task } = await offer({ type: 'pair' });
      await heard();
      const [other] = (await rest.tasks(task).reservations.list()).filter(({ workerSid }) => workerSid === bob);
      await other?.update({ reservationStatus: 'accepted' });
      await heard();
      await other?.update({ reservationStatus: 'completed' });
      await rest.workers(bob).update({ activitySid: activity('Offline') });
    },
  },
  {
    title: 'changes made by others',
    run: async ({ rest, client, alice, offer, heard, activity }) => {
      await rest.workers(alice).workerChannels('default').update({ capacity: 7 });
      await rest.workers(alice).workerChannels('default').update({ available: false });
      await rest.workers(alice).workerChannels('default').update({ available: true });
      await rest.workers(alice).update({ activitySid: activity('Break') });
      await rest.workers(alice).update({ activitySid: activity('Available') });
      const { task, reservation } = await offer();
      await heard();
      await client.reservation(reservation)?.accept();
      await rest.tasks(task).update({ attributes: '{"topic":"refund"}' });
      await rest.tasks(task).update({ assignmentStatus: 'completed' });
    },
  },
  {
    title: 'a command that is refused',
    run: async ({ rest, client, offer, heard, outcome }) => {
      const { task, reservation } = await offer();
      await heard();
      const held = client.reservation(reservation);
      await rest.tasks(task).update({ assignmentStatus: 'canceled' });
      await heard();
      await outcome('accepting what is canceled', () => held?.accept());
    },
  },
  {
    title: 'an outage: one offer ends, one is accepted elsewhere, one is new; the worker changes',
    because:
      'the vendor’s client reads its lists anew and tells nothing: its application has to compare. Ours tells what happened meanwhile, once, then what it found',
    run: async ({ proxy, client, rest, alice, offer, heard, activity }) => {
      const [ended, taken] = [await offer(), await offer()];
      await heard();
      const back = client.ready();
      proxy.refuse(true);
      proxy.cut();
      await rest.tasks(ended.task).update({ assignmentStatus: 'canceled' });
      await rest.tasks(taken.task).reservations(taken.reservation).update({ reservationStatus: 'accepted' });
      await offer();
      await rest.workers(alice).update({ activitySid: activity('Break') });
      await rest.workers(alice).update({ activitySid: activity('Available') });
      await rest.workers(alice).workerChannels('default').update({ capacity: 6 });
      proxy.refuse(false);
      await back;
      await heard();
      await rest.tasks(taken.task).update({ assignmentStatus: 'completed' });
    },
  },
  {
    title: 'an object from before the outage, acted on after it',
    because:
      'the vendor’s client makes new objects when it comes back and those of before hear nothing more; ours stay the same',
    run: async ({ proxy, client, offer, heard, outcome }) => {
      const { reservation } = await offer();
      await heard();
      const held = client.reservation(reservation);
      const back = client.ready();
      proxy.cut();
      await back;
      await outcome('accepting with it', () => held?.accept());
      await heard();
      await outcome('it is what the client holds', async () => {
        if (client.reservation(reservation) !== held) throw new Error('another object');
      });
    },
  },
  {
    title: 'a token that ends, and a new one',
    run: async ({ server, client, outcome }) => {
      await server.time.advance({ seconds: 3_600 });
      await outcome('renewing', async () => {
        const back = client.ready();
        client.updateToken(await server.token({ worker: 'alice', ttl: 7_200 }));
        await back;
      });
    },
  },
];

export function scopeOf(server: MockServer) {
  const workspace = workspaceOf(server);
  return {
    rest: restWorkspace(server),
    alice: sidOf(workspace.workers, 'alice'),
    bob: sidOf(workspace.workers, 'bob'),
    activity: (name: string) => sidOf(workspace.activities, name),
  };
}
