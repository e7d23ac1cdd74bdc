import { startMockServer } from '@taskbay/mock-server';
import { Worker } from '@taskbay/sdk';
import { describe, expect, it } from 'vitest';
import { oneAgentDesk } from '../support/one-agent-desk.ts';
import { Wire } from './wire.ts';

const SEED = oneAgentDesk({ name: 'Refused', capacity: 1 });

/** The same claims under a signature that nobody made. */
function forged(token: string): string {
  const [header, claims, signature = ''] = token.split('.');
  return [header, claims, [...signature].reverse().join('')].join('.');
}

describe.each(['access', 'capability'] as const)('@taskbay/sdk with a forged %s token', (kind) => {
  it('ends with what the server says, and needs no browser to tell why the handshake failed', async () => {
    await using server = await startMockServer({ listen: false, seed: SEED });
    const { fetch, WebSocket } = new Wire(server);
    const { clock, url: serverUrl } = server;
    const token = forged(await server.token({ worker: 'alice', kind, ttl: 3_600 }));
    const worker = new Worker(token, { serverUrl, clock, fetch, WebSocket });
    const [errors, states]: [unknown[], string[]] = [[], []];
    worker.on('error', ({ code, status }) => errors.push({ code, status }));
    worker.on('state', ({ state, reason }) => states.push(`${state} ${reason}`));
    await expect(worker.whenReady()).rejects.toMatchObject({ code: 'disconnected' });
    expect(states).toEqual(['connecting started', 'waiting connect_failed', 'stopped refused']);
    expect(errors.at(-1)).toEqual({ code: 'request_refused', status: 403 });
  });

  it('goes on with a good one that getToken gives', async () => {
    await using server = await startMockServer({ listen: false, seed: SEED });
    const { fetch, WebSocket } = new Wire(server);
    const { clock, url: serverUrl } = server;
    let calls = 0;
    const getToken = () => {
      calls += 1;
      return server.token({ worker: 'alice', kind, ttl: 7_200 });
    };
    const options = { serverUrl, clock, fetch, WebSocket, getToken, random: () => 0.999 };
    const worker = new Worker(forged(await server.token({ worker: 'alice', kind, ttl: 3_600 })), options);
    worker.on('error', () => undefined);
    const renewed = new Promise((resolve) => worker.once('connected', resolve));
    for (let second = 0; second < 10 && worker.state !== 'ready'; second += 1) {
      await server.settle();
      await server.time.advance({ seconds: 1 });
    }
    await renewed;
    await worker.whenReady();
    expect(calls).toBe(1);
    await worker.disconnect();
  });
});
