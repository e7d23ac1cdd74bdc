import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_SEED } from './cases/main-job.ts';
import { restWorkspace } from './support/server.ts';
import { type ChildOptions, VendorChild } from './support/vendor-child.ts';

const READY = { event: 'ready', detail: null };

async function withChild(
  token: number | string,
  run: (child: VendorChild, server: MockServer) => Promise<void>,
  options?: ChildOptions,
): Promise<void> {
  await using server = await startMockServer({ seed: MAIN_JOB_SEED, clock: 'manual' });
  const given = typeof token === 'string' ? token : await server.token({ worker: 'alice', ttl: token });
  const child = new VendorChild(server, given, options);
  try {
    await run(child, server);
  } finally {
    await child.close();
  }
}

async function connections(server: MockServer): Promise<readonly { readonly id: string }[]> {
  const response = await fetch(`${server.url}/control/connections`);
  return (await response.json()) as { readonly id: string }[];
}

async function cut(server: MockServer): Promise<void> {
  for (const { id } of await connections(server)) {
    await fetch(`${server.url}/control/connections/${id}`, { method: 'DELETE' });
  }
}

describe('the timers of twilio-taskrouter 2.1.1', () => {
  it('give up a socket that is silent for 30 s and come back within a second', () =>
    withChild(3_600, async (child) => {
      expect(await child.next()).toEqual(READY);
      child.elapse(31_000);
      expect(await child.next()).toEqual({ event: 'disconnected', detail: { message: 'Connection lost' } });
      child.elapse(1_000);
      expect(await child.next()).toEqual(READY);
    }));

  it('tell of an expiring token 5 s early, by the lifetime that init said', () =>
    withChild(20, async (child, server) => {
      expect(await child.next()).toEqual(READY);
      child.elapse(15_000);
      expect(await child.next()).toEqual({ event: 'tokenExpired', detail: null });
      // The SDK leaves the socket open: closing it is the server's part, and it stays away then.
      await server.time.advance({ seconds: 20 });
      const told = [await child.next(), await child.next()];
      expect(told).toContainEqual({ event: 'disconnected', detail: { message: 'Token expired' } });
    }));
});

/** Each shows something the SDK does wrong, and what it means for a server. */
describe('defects of twilio-taskrouter 2.1.1 in time', () => {
  it('the pause before it comes back never grows: the fifth attempt is as quick as the first', () =>
    withChild(3_600, async (child, server) => {
      expect(await child.next()).toEqual(READY);
      for (let round = 0; round < 5; round += 1) {
        await cut(server);
        expect(await child.next()).toMatchObject({ event: 'disconnected' });
        child.elapse(1_000);
        expect(await child.next()).toEqual(READY);
      }
    }));

  it('a token that is refused at the door is tried again every second, for ever', () =>
    withChild('no token', async (child) => {
      for (let attempt = 0; attempt < 4; attempt += 1) {
        expect(await child.next()).toMatchObject({ event: 'error' });
        expect(await child.next()).toMatchObject({ event: 'disconnected' });
        child.elapse(1_000);
      }
    }));

  it('a renewed token is called expired when the old one would have ended', () =>
    withChild(20, async (child, server) => {
      expect(await child.next()).toEqual(READY);
      child.elapse(10_000);
      child.call('updateToken', await server.token({ worker: 'alice', ttl: 3_600 }));
      child.elapse(15_000);
      expect(await child.next()).toEqual({ event: 'tokenExpired', detail: null });
    }));

  it('a token given while it waits to come back opens two sockets, and everything is told twice', () =>
    withChild(3_600, async (child, server) => {
      expect(await child.next()).toEqual(READY);
      await cut(server);
      expect(await child.next()).toMatchObject({ event: 'disconnected' });
      child.call('updateToken', await server.token({ worker: 'alice', ttl: 1_800 }));
      expect(await child.next()).toEqual(READY);
      child.elapse(1_000);
      expect(await child.next()).toEqual(READY);
      expect(await connections(server)).toHaveLength(2);
      await restWorkspace(server)
        .workers(server.ready.workspaces[0]?.workers.alice ?? '')
        .update({ attributes: '{"skill":"fax"}' });
      const told = { event: 'attributesUpdated', detail: null };
      expect([await child.next(), await child.next()]).toEqual([told, told]);
    }));

  it('after disconnect its timers run on, and the token of a client that is gone expires', () =>
    withChild(20, async (child) => {
      expect(await child.next()).toEqual(READY);
      child.call('disconnect');
      expect(await child.next()).toEqual({ event: 'disconnected', detail: { message: 'SDK Disconnect' } });
      child.elapse(15_000);
      expect(await child.next()).toEqual({ event: 'tokenExpired', detail: null });
    }));
});

describe('defects of twilio-taskrouter 2.1.1 that end the process of an application', () => {
  it('a connectActivitySid that is refused is a rejection that nobody can handle; it is ready all the same', () =>
    withChild(
      3_600,
      async (child) => {
        expect(await child.next('ready')).toEqual(READY);
        const { detail } = await child.next('unhandledRejection');
        expect(detail).toMatch(/status code 400/);
      },
      { options: { connectActivitySid: `WA${'9'.repeat(32)}` } },
    ));

  it('a refused handshake throws where nobody listens to error', () =>
    withChild('no token', async (child) => expect(await child.next('uncaughtException')).toBeDefined(), {
      deaf: true,
    }));

  it('a disconnect before the socket is open throws', () =>
    withChild(3_600, async (child) => {
      child.call('disconnect');
      const { detail } = await child.next('uncaughtException');
      expect(detail).toMatch(/before the connection was established/);
    }));
});
