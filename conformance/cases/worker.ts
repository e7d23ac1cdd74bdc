import { expect } from 'vitest';
import type { Case } from '../case.ts';

/** What changes about a worker, by itself and by others. */
export const worker: readonly Case[] = [
  {
    title: 'attributes set by the worker and over REST are told and shown',
    run: async ({ rest, connect, worker }) => {
      const alice = await connect('alice');
      expect(alice.attributes()).toEqual({ skill: 'voice' });
      await alice.setAttributes({ skill: 'chat' });
      expect(alice.attributes()).toEqual({ skill: 'chat' });
      await alice.told('worker.attributes.update', alice.sid);
      await rest.workers(worker('alice')).update({ attributes: '{"skill":"fax"}' });
      await alice.told('worker.attributes.update', alice.sid);
      expect(alice.attributes()).toEqual({ skill: 'fax' });
    },
  },
  {
    title: 'an activity set over REST is told and shown',
    run: async ({ rest, connect, worker, activity }) => {
      const alice = await connect('alice');
      await rest.workers(worker('alice')).update({ activitySid: activity('Break') });
      await alice.told('worker.activity.update', alice.sid);
      expect(alice.activitySid()).toBe(activity('Break'));
    },
  },
  {
    title: 'capacity and availability of a channel are told and shown',
    run: async ({ rest, connect, worker }) => {
      const alice = await connect('alice');
      expect(alice.channel('default')).toEqual({ capacity: 3, available: true });
      const channel = rest.workers(worker('alice')).workerChannels('default');
      await channel.update({ capacity: 5 });
      await alice.told('worker.capacity.update', alice.sid);
      await channel.update({ available: false });
      await alice.told('worker.channel.availability.update', alice.sid);
      expect(alice.channel('default')).toEqual({ capacity: 5, available: false });
    },
  },
  {
    title: 'a rejection takes the worker into the activity it names',
    run: async ({ available, createTask, activity }) => {
      const alice = await available('alice');
      await createTask();
      const offer = await alice.nextOffer();
      await offer.rejectInto(activity('Break'));
      await alice.told('reservation.rejected', offer.sid);
      await alice.told('worker.activity.update', alice.sid);
      expect([offer.status(), alice.activitySid()]).toEqual(['rejected', activity('Break')]);
    },
  },
  {
    title: 'RejectPendingReservations rejects what is pending on the way out, and is refused on the way in',
    run: async ({ available, createTask, activity }) => {
      const alice = await available('alice');
      await createTask();
      await createTask();
      const [one, two] = [await alice.nextOffer(), await alice.nextOffer()];
      await alice.setActivity(activity('Break'), { rejectPending: true });
      await alice.told('reservation.rejected', one.sid);
      await alice.told('reservation.rejected', two.sid);
      await alice.told('worker.activity.update', alice.sid);
      expect([one.status(), two.status(), alice.activitySid()]).toEqual(['rejected', 'rejected', activity('Break')]);
      // The vendor's SDK refuses by throwing, ours leaves it to the server.
      const back = async (): Promise<void> => alice.setActivity(activity('Available'), { rejectPending: true });
      await expect(back()).rejects.toThrow();
    },
  },
  {
    title: 'a change with an outdated version is refused, with the current one it is not',
    only: { wire: 'v2', because: 'v1 clients send no If-Match, and REST representations have no version' },
    run: async ({ rest, connect, worker, activity }) => {
      const alice = await connect('alice', { versionCheck: true });
      // A new name is told to nobody, so the client's version falls behind.
      await rest.workers(worker('alice')).update({ friendlyName: 'alice the second' });
      await expect(alice.setAttributes({ skill: 'chat' })).rejects.toThrow(/version|412/i);
      await rest.workers(worker('alice')).update({ activitySid: activity('Break') });
      await alice.told('worker.activity.update', alice.sid);
      await alice.setAttributes({ skill: 'chat' });
      expect(alice.attributes()).toEqual({ skill: 'chat' });
    },
  },
];
