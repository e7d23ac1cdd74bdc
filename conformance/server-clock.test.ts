import { startMockServer } from '@taskbay/mock-server';
import { Worker } from '@taskbay/sdk';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_SEED } from './cases/main-job.ts';
import { restWorkspace } from './support/server.ts';
import { accessToken, capabilityToken } from './support/tokens.ts';
import { sidOf, workspaceOf } from './support/workspace.ts';

describe.each([
  ['access token (v2 wire)', accessToken],
  ['capability token (v1 wire)', capabilityToken],
] as const)('our SDK on the clock of the server, %s', (_, mint) => {
  it('stays connected while time is moved on by minutes', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const worker = new Worker(await mint(server, 'alice'), { serverUrl: server.url, clock: server.clock });
    const told: string[] = [];
    worker.on('state', ({ state }) => told.push(state));
    worker.on('reservation.created', () => told.push('offered'));
    worker.on('reservation.timeout', () => told.push('timed out'));
    await worker.whenReady();
    await worker.updateActivity(sidOf(workspaceOf(server).activities, 'Available'));
    await restWorkspace(server).tasks.create({ attributes: '{"language":"es"}' });
    await server.settle();
    const timedOut = new Promise((resolve) => worker.once('reservation.timeout', resolve));
    const { fired } = await server.time.advance({ seconds: 120 });
    await timedOut;
    expect(fired.map(({ what }) => what)).not.toContain('worker disconnected');
    expect(told).toEqual(['connecting', 'starting', 'ready', 'offered', 'timed out']);
    await worker.disconnect();
  });
});
