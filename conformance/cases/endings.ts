import { expect } from 'vitest';
import type { Case } from '../case.ts';

/** How an offer ends other than by its worker. */
export const endings: readonly Case[] = [
  {
    title: 'an unanswered offer times out and takes the worker to the timeout activity',
    run: async ({ server, available, createTask, activity }) => {
      const alice = await available('alice');
      await createTask();
      const offer = await alice.nextOffer();
      await server.time.advance({ seconds: 60 });
      await alice.told('reservation.timeout', offer.sid);
      await alice.told('worker.activity.update', alice.sid);
      expect(offer.status()).toBe('timeout');
      expect(alice.activitySid()).toBe(activity('Offline'));
      expect(alice.held()).toEqual([]);
    },
  },
  {
    title: 'a task canceled over REST cancels its offer',
    run: async ({ rest, available, createTask }) => {
      const alice = await available('alice');
      const task = await createTask();
      const offer = await alice.nextOffer();
      await rest.tasks(task).update({ assignmentStatus: 'canceled', reason: 'hung up' });
      await alice.told('reservation.canceled', offer.sid);
      await alice.told('task.canceled', task);
      expect([offer.status(), offer.taskStatus()]).toEqual(['canceled', 'canceled']);
      expect(alice.held()).toEqual([]);
    },
  },
  {
    title: 'a task deleted over REST cancels a pending reservation and completes an accepted one',
    run: async ({ rest, available, createTask }) => {
      const alice = await available('alice');
      const pending = await createTask();
      const first = await alice.nextOffer();
      await rest.tasks(pending).remove();
      await alice.told('reservation.canceled', first.sid);
      const accepted = await createTask();
      const second = await alice.nextOffer();
      await second.accept();
      await alice.told('reservation.accepted', second.sid);
      await rest.tasks(accepted).remove();
      await alice.told('reservation.completed', second.sid);
      expect([first.status(), second.status()]).toEqual(['canceled', 'completed']);
    },
  },
  {
    title: 'of two workers who are offered one task the first to accept gets it, the other is rescinded',
    run: async ({ available, createTask, rest }) => {
      const [alice, bob] = [await available('alice'), await available('bob')];
      const task = await createTask({ type: 'pair' });
      const [own, other] = [await alice.nextOffer(), await bob.nextOffer()];
      expect([own.taskSid, other.taskSid]).toEqual([task, task]);
      await own.accept();
      await alice.told('reservation.accepted', own.sid);
      await bob.told('reservation.rescinded', other.sid);
      expect([own.status(), other.status()]).toEqual(['accepted', 'rescinded']);
      expect(bob.held()).toEqual([]);
      await expect(other.accept()).rejects.toThrow();
      const { assignmentStatus } = await rest.tasks(task).fetch();
      expect(assignmentStatus).toBe('assigned');
    },
  },
];
