import type { Agent, ClientKind, Offer } from '../client.ts';
import { restWorkspace } from '../support/server.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';

/** The vendor's unmodified REST client in the agent's place: what an application without a socket would do. */
export const restAgent: ClientKind = {
  name: 'twilio (REST only)',
  async connect(server, workerName) {
    const workspace = restWorkspace(server);
    const workerSid = sidOf(workspaceOf(server).workers, workerName);
    const seen = new Set<string>();
    const agent: Agent = {
      sid: workerSid,
      setActivity: async (activitySid) => {
        await workspace.workers(workerSid).update({ activitySid });
      },
      nextOffer: async () => {
        await server.settle();
        const pending = await workspace.workers(workerSid).reservations.list({ reservationStatus: 'pending' });
        const next = pending.find(({ sid }) => !seen.has(sid));
        if (next === undefined) throw new Error(`${workerName} has no new offer`);
        seen.add(next.sid);
        return offer(next.sid, next.taskSid);
      },
      told: async (type, sid) => {
        const events = await workspace.events.list({ eventType: type });
        if (!events.some((event) => event.resourceSid === sid)) throw new Error(`No event ${type} of ${sid}`);
      },
      frames: () => undefined,
      close: () => Promise.resolve(),
    };
    const offer = (sid: string, taskSid: string): Offer => {
      const update = (reservationStatus: 'accepted' | 'rejected' | 'wrapping' | 'completed') => async () => {
        await workspace.tasks(taskSid).reservations(sid).update({ reservationStatus });
      };
      return {
        sid,
        taskSid,
        accept: update('accepted'),
        reject: update('rejected'),
        wrap: update('wrapping'),
        complete: update('completed'),
      };
    };
    return agent;
  },
};
