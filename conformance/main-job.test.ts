import { startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_SEED, mainJob } from './cases/main-job.ts';
import type { ClientKind } from './client.ts';
import { rawV1 } from './clients/raw-v1.ts';
import { restAgent } from './clients/rest.ts';
import { sdkV1, sdkV1InProcess, sdkV2, sdkV2InProcess } from './clients/sdk.ts';
import { v1Facade } from './clients/v1-facade.ts';
import { olderVendors, vendor211 } from './clients/vendor.ts';

const OURS = [sdkV2, sdkV1, sdkV2InProcess, sdkV1InProcess, v1Facade];
const CLIENTS: readonly ClientKind[] = [...OURS, rawV1, vendor211, ...olderVendors, restAgent];

const TRANSCRIPT = [
  'task 1 is pending in queue Spanish',
  'alice is Available',
  'alice is offered task 1',
  'alice accepted: task 1 is assigned',
  'alice wraps up: task 1 is wrapping',
  'alice completed: task 1 is completed',
  'task 2 goes to bob, idle longest',
  'alice is offered task 3, idle longest now',
  'alice rejected: task 3 is offered again, to bob',
  'alice is offered task 4 and does not answer',
  '120 s later: reservation timeout',
  'alice is Offline, task 4 is pending again',
];

/** What a socket of alice carries during the job, in order. */
const TYPES = [
  'worker.activity.update',
  'reservation.created',
  'reservation.accepted',
  'reservation.wrapup',
  'task.wrapup',
  'reservation.completed',
  'task.completed',
  'reservation.created',
  'reservation.rejected',
  'reservation.created',
  'reservation.timeout',
  'worker.activity.update',
];

describe.each(CLIENTS.map((client) => [client.name, client] as const))('main job through %s', (name, client) => {
  it('@smoke does the whole job, and every channel tells the same', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED, listen: client.host !== 'in process' });
    const agent = await client.connect(server, 'alice');
    try {
      const result = await mainJob(server, agent);
      process.stdout.write(`\n${name}\n${result.transcript.map((line) => `  ${line}\n`).join('')}`);
      expect(result.transcript).toEqual(TRANSCRIPT);
      expect(result.journal.map(({ type }) => type)).toEqual(TYPES);
      expect(result.events).toEqual(result.journal);
      if (result.frames !== undefined) expect(result.frames).toEqual(result.journal);
    } finally {
      await agent.close();
    }
  });
});
