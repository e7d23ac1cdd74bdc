import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { expect } from 'vitest';
import { MAIN_JOB_SEED, mainJob } from '../cases/main-job.ts';
import type { ClientKind } from '../client.ts';

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

/** The main job through one client, on a server of its own; every channel has to tell the same. */
export async function checkMainJob(client: ClientKind): Promise<void> {
  await using server: MockServer = await startMockServer({
    seed: MAIN_JOB_SEED,
    listen: client.host !== 'in process',
  });
  const agent = await client.connect(server, 'alice');
  try {
    const result = await mainJob(server, agent);
    process.stdout.write(`\n${client.name}\n${result.transcript.map((line) => `  ${line}\n`).join('')}`);
    expect(result.transcript).toEqual(TRANSCRIPT);
    expect(result.journal.map(({ type }) => type)).toEqual(TYPES);
    expect(result.events).toEqual(result.journal);
    if (result.frames !== undefined) expect(result.frames).toEqual(result.journal);
  } finally {
    await agent.close();
  }
}
