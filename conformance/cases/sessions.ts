import { expect } from 'vitest';
import { type Case, SEED } from '../case.ts';

/** Sockets that come, go and share a worker. */
export const sessions: readonly Case[] = [
  {
    title: 'several sessions of one worker are told the same, and each may act',
    run: async ({ server, available, connect, createTask }) => {
      const one = await available('alice');
      // Equal tokens would share one recording of frames.
      const two = await connect('alice', { ttl: 1_800 });
      await createTask();
      const [first, second] = [await one.nextOffer(), await two.nextOffer()];
      expect(second.sid).toBe(first.sid);
      await second.accept();
      await one.told('reservation.accepted', first.sid);
      await two.told('reservation.accepted', first.sid);
      expect([first.status(), second.status()]).toEqual(['accepted', 'accepted']);
      await server.settle();
    },
  },
  {
    title: 'closeExistingSessions ends the other session of the worker',
    run: async ({ connect }) => {
      const old = await connect('alice');
      await connect('alice', { closeExisting: true, ttl: 1_800 });
      await old.told('disconnected', old.sid);
    },
  },
  {
    title: 'after a reconnect the state is that of the server',
    run: async ({ rest, available, createTask, cut, activity, worker }) => {
      const alice = await available('alice');
      const ended = await createTask();
      const kept = await createTask();
      const [first, second] = [await alice.nextOffer(), await alice.nextOffer()];
      expect([first.taskSid, second.taskSid]).toEqual([ended, kept]);
      await cut('alice');
      await alice.told('disconnected', alice.sid);
      await rest.tasks(ended).update({ assignmentStatus: 'canceled', reason: 'hung up' });
      const missed = await createTask();
      await rest.workers(worker('alice')).update({ activitySid: activity('Break'), attributes: '{"skill":"fax"}' });
      await alice.told('ready', alice.sid);
      const held = alice.held().map((sid) => alice.offer(sid).taskSid);
      expect(held).toEqual([kept, missed]);
      expect([alice.activitySid(), alice.attributes()]).toEqual([activity('Break'), { skill: 'fax' }]);
      const again = alice.offer(second.sid);
      await again.accept();
      await alice.told('reservation.accepted', second.sid);
      expect(again.status()).toBe('accepted');
    },
  },
  {
    title: 'more reservations than a page holds are all there',
    run: async ({ server, connect }) => {
      await server.reset({ seed: busyDesk(1_001) });
      const alice = await connect('alice');
      // The vendor's SDK gets ready with the first page and reads the others afterwards, unasked and unawaited.
      await expect.poll(() => alice.held().length).toBe(1_001);
      expect(new Set(alice.held()).size).toBe(1_001);
    },
  },
];

/** The desk with Alice at work, and so many tasks for her: planted, which takes less long than requests do. */
function busyDesk(count: number): object {
  const [desk] = SEED.workspaces;
  const channels = { default: { capacity: count, available: true } };
  const workers = [{ name: 'alice', attributes: {}, activity: 'Available', channels }];
  const tasks = Array.from({ length: count }, () => ({ workflow: 'Default' }));
  return { ...SEED, workspaces: [{ ...desk, workers, tasks }] };
}
