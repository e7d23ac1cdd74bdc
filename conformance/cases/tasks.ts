import { expect } from 'vitest';
import type { Case } from '../case.ts';
import { sidOf } from '../support/workspace.ts';

/** What a worker does with the task it holds. */
export const tasks: readonly Case[] = [
  {
    title: 'the holder changes attributes, wraps up and completes through the task',
    run: async ({ rest, available, createTask }) => {
      const alice = await available('alice');
      const task = await createTask();
      const offer = await alice.nextOffer();
      await offer.accept();
      await alice.told('reservation.accepted', offer.sid);
      await alice.told('task.updated', task);
      await offer.setTaskAttributes({ topic: 'refund' });
      await alice.told('task.updated', task);
      expect(offer.taskAttributes()).toEqual({ topic: 'refund' });
      await offer.wrapUpTask('talked');
      await alice.told('reservation.wrapup', offer.sid);
      await alice.told('task.wrapup', task);
      expect([offer.status(), offer.taskStatus()]).toEqual(['wrapping', 'wrapping']);
      await offer.completeTask('solved');
      await alice.told('reservation.completed', offer.sid);
      await alice.told('task.completed', task);
      const { assignmentStatus, reason } = await rest.tasks(task).fetch();
      expect([offer.status(), assignmentStatus, reason]).toEqual(['completed', 'completed', 'solved']);
    },
  },
  {
    title: 'attributes changed over REST are told to the holder',
    run: async ({ rest, available, createTask }) => {
      const alice = await available('alice');
      const task = await createTask();
      const offer = await alice.nextOffer();
      await rest.tasks(task).update({ attributes: '{"topic":"refund"}' });
      await alice.told('task.updated', task);
      expect(offer.taskAttributes()).toEqual({ topic: 'refund' });
    },
  },
  {
    title: 'a worker makes a task for itself, whatever its activity',
    run: async ({ connect, workspace }) => {
      const alice = await connect('alice');
      const workflow = sidOf(workspace.workflows, 'Default');
      const task = await alice.createTask(workflow, sidOf(workspace.taskQueues, 'Everyone'));
      const offer = await alice.nextOffer();
      expect(offer.taskSid).toBe(task);
      expect(offer.taskAttributes()).toEqual({ outbound_to: '+15550101', from: '+15550100' });
    },
  },
  {
    title: 'an illegal move is refused and changes nothing',
    run: async ({ available, createTask }) => {
      const alice = await available('alice');
      await createTask();
      const offer = await alice.nextOffer();
      await expect(offer.complete()).rejects.toThrow();
      expect(offer.status()).toBe('pending');
      await offer.accept();
      await alice.told('reservation.accepted', offer.sid);
      expect(offer.status()).toBe('accepted');
    },
  },
];
