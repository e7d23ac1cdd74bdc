import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PHONE_SEED } from '../../test-support/phone-seed.ts';
import { control, rest } from './http.ts';

const CUSTOMER = `CA${'7'.repeat(32)}`;

let server: MockServer;
let at: string;
beforeEach(async () => {
  server = await startMockServer({ seed: PHONE_SEED });
  at = `/Workspaces/${server.ready.workspaces[0]?.sid}`;
});
afterEach(() => server.close());

/** A voice task whose offer got the instruction. */
async function instructed(instruction: string): Promise<{ task: string; reservation: string }> {
  const attributes = JSON.stringify({ call_sid: CUSTOMER, called: '+15550100' });
  const task = String((await rest(server, `${at}/Tasks`, { Attributes: attributes })).body.sid);
  const listed = (await rest(server, `${at}/Tasks/${task}/Reservations`)).body.reservations as { sid: string }[];
  const reservation = listed[0]?.sid ?? '';
  await rest(server, `${at}/Tasks/${task}/Reservations/${reservation}`, { Instruction: instruction });
  return { task, reservation };
}

const statusOf = async (task: string) => (await rest(server, `${at}/Tasks/${task}`)).body.assignment_status;

describe('the lines', () => {
  it('are listed, and hung up from either end (CALL-8)', async () => {
    const { task, reservation } = await instructed('conference');
    const { body } = await control(server, '/calls');
    const [workspace] = server.ready.workspaces;
    expect(body).toEqual({
      calls: [
        {
          sid: expect.stringMatching(/^CA/),
          workspace: workspace?.sid,
          purpose: 'conference',
          status: 'in-progress',
          task,
          reservation,
          worker: workspace?.workers.alice,
          to: 'client:alice',
          from: '+15550100',
          conference: expect.stringMatching(/^CF/),
          hold: false,
          muted: false,
        },
      ],
      conferences: [
        {
          sid: expect.stringMatching(/^CF/),
          workspace: workspace?.sid,
          task,
          customer: { callSid: CUSTOMER, hold: false },
        },
      ],
    });
    const [call] = body.calls as { sid: string }[];
    expect(await control(server, `/calls/${call?.sid}`, { status: 'completed' })).toMatchObject({
      status: 200,
      body: { sid: call?.sid, status: 'completed' },
    });
    expect(await statusOf(task)).toBe('wrapping');
    expect((await control(server, `/calls/${CUSTOMER}`, { status: 'completed' })).status).toBe(200);
    expect((await control(server, '/calls')).body).toEqual({ calls: [], conferences: [] });
  });

  it('ring where a number is set to, until somebody answers or time is up (CALL-1, CALL-6)', async () => {
    const phone = { to: 'client:alice', behaviour: 'rings' };
    expect((await control(server, '/phones', phone)).body).toMatchObject(phone);
    expect((await control(server, '/phones')).body).toMatchObject([phone]);
    const { task } = await instructed('dequeue');
    const [call] = (await control(server, '/calls')).body.calls as { sid: string; status: string }[];
    expect([call?.status, await statusOf(task)]).toEqual(['ringing', 'reserved']);
    expect(server.time.next()).toMatchObject({ what: 'unanswered call', sid: call?.sid });
    await control(server, `/calls/${call?.sid}`, { status: 'in-progress' });
    expect(await statusOf(task)).toBe('assigned');
    await server.reset();
    expect((await control(server, '/phones')).body).toEqual([]);
  });

  it('are the same for the same seed', async () => {
    const played = async () => {
      await using same = await startMockServer({ seed: PHONE_SEED, randomSeed: 5, now: '2026-01-31T08:00:00Z' });
      const path = `/Workspaces/${same.ready.workspaces[0]?.sid}`;
      const Attributes = JSON.stringify({ outbound_to: '+15550123', from: '+15550100' });
      const task = (await rest(same, `${path}/Tasks`, { Attributes })).body.sid;
      const listed = (await rest(same, `${path}/Tasks/${task}/Reservations`)).body.reservations as { sid: string }[];
      await rest(same, `${path}/Tasks/${task}/Reservations/${listed[0]?.sid}`, { Instruction: 'conference' });
      return (await rest(same, `${path}/Tasks/${task}`)).body.attributes;
    };
    const first = await played();
    expect(JSON.parse(String(first)).conference.participants.customer).toMatch(/^CA/);
    expect(await played()).toBe(first);
  });

  it('refuse what cannot be', async () => {
    const refused = async (path: string, body: unknown) => {
      const reply = await control(server, path, body);
      return [reply.status, reply.body.code, reply.body.message];
    };
    const call = `/calls/${CUSTOMER}`;
    expect(await refused(call, { status: 'completed' })).toEqual([404, 'not_found', expect.stringContaining(CUSTOMER)]);
    await instructed('conference');
    expect(await refused(call, { status: 'busy' })).toEqual([
      400,
      'invalid_request',
      expect.stringMatching(/completed only/),
    ]);
    expect(await refused(call, {})).toEqual([400, 'invalid_request', 'status is required']);
    const phone = { to: 'client:alice', behaviour: 'melts' };
    expect(await refused('/phones', phone)).toEqual([
      400,
      'invalid_request',
      expect.stringMatching(/behaviour must be one/),
    ]);
    expect((await refused('/phones', { ...phone, behaviour: 'busy', workspace: 'Nowhere' }))[0]).toBe(404);
  });
});
