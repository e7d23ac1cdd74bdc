import { expect } from 'vitest';
import type { Case } from '../case.ts';

/** Tokens that run out and are renewed. */
export const tokens: readonly Case[] = [
  {
    title: 'a token renewed in time goes on without a break',
    run: async ({ server, kind, connect, activity }) => {
      const alice = await connect('alice', { ttl: 600 });
      alice.updateToken(await kind.token(server, 'alice', 3_600));
      await alice.setActivity(activity('Break'));
      await alice.told('worker.activity.update', alice.sid);
      expect(alice.activitySid()).toBe(activity('Break'));
    },
  },
  {
    title: 'an expired token ends the socket; with a new one the session is ready again',
    only: { wire: 'v2', because: 'a v1 socket stays open when its token ends' },
    run: async ({ server, kind, connect, activity }) => {
      const alice = await connect('alice', { ttl: 600 });
      await server.time.advance({ seconds: 600 });
      await alice.told('token.expired', alice.sid);
      await alice.told('disconnected', alice.sid);
      alice.updateToken(await kind.token(server, 'alice', 3_600));
      await alice.told('ready', alice.sid);
      await alice.setActivity(activity('Break'));
      expect(alice.activitySid()).toBe(activity('Break'));
    },
  },
  {
    title: 'an expired token is refused on an open socket; with a new one commands go on',
    only: { wire: 'v1', because: 'a v2 socket is closed when its token ends' },
    run: async ({ server, kind, connect, rest, worker, activity }) => {
      const alice = await connect('alice', { ttl: 600 });
      await server.time.advance({ seconds: 600 });
      await expect(alice.setActivity(activity('Available'))).rejects.toThrow();
      await rest.workers(worker('alice')).update({ activitySid: activity('Break') });
      await alice.told('worker.activity.update', alice.sid);
      alice.updateToken(await kind.token(server, 'alice', 3_600));
      await alice.setActivity(activity('Available'));
      await alice.told('worker.activity.update', alice.sid);
      expect(alice.activitySid()).toBe(activity('Available'));
    },
  },
];
