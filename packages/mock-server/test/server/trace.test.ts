import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, rest } from './http.ts';

let server: MockServer;
let taskSid: string;

beforeAll(async () => {
  server = await startMockServer();
  const task = await rest(server, `/Workspaces/${server.ready.workspaces[0]?.sid ?? ''}/Tasks`, {});
  taskSid = String(task.body['sid']);
});

afterAll(() => server.close());

describe('the trace of a task', () => {
  it('is the same over HTTP and in process (WHY-1, WHY-2)', async () => {
    const answer = await control(server, `/tasks/${taskSid}/trace`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ taskSid, status: 'pending', omitted: 0, steps: [{ arrival: 'created' }] });
    expect(await server.trace(taskSid)).toEqual(answer.body);
    const passed = (await server.trace(taskSid)).candidates;
    expect(passed.length).toBeGreaterThan(0);
    expect(passed.map(({ obstacle }) => obstacle?.reason)).toEqual(passed.map(() => 'activity'));
  });

  it('is not found for a task that is not there', async () => {
    expect(await control(server, '/tasks/WT0/trace')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    await expect(server.trace('WT0')).rejects.toMatchObject({ code: 'not_found' });
  });
});
