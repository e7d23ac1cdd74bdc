import { beforeEach, describe, expect, it } from 'vitest';
import { column, createRestServer, type Form, plantWorkspace, type RestServer, sidOf } from './rest-server.ts';

const CUSTOMER = `CA${'1'.repeat(32)}`;
const TWIML = 'https://app.test/twiml';

let server: RestServer;
let planted: Awaited<ReturnType<typeof plantWorkspace>>;
let at: string;
beforeEach(async () => {
  server = createRestServer();
  planted = await plantWorkspace(server);
  ({ at } = planted);
  await server.post(`${at}/Workers/${planted.ana}`, { Attributes: '{"es":1,"contact_uri":"client:ana"}' });
});

/** A voice task offered to Ana, and the two addresses of its reservation. */
async function offered(attributes: object = { lang: 'es', call_sid: CUSTOMER, called: '+15550100' }) {
  const task = sidOf(await server.post(`${at}/Tasks`, { Attributes: JSON.stringify(attributes) }));
  const [reservation] = column(await server.get(`${at}/Tasks/${task}/Reservations`), 'reservations', 'sid');
  return {
    task,
    byTask: `${at}/Tasks/${task}/Reservations/${reservation}`,
    byWorker: `${at}/Workers/${planted.ana}/Reservations/${reservation}`,
  };
}

async function after({ task, byTask }: { readonly task: string; readonly byTask: string }) {
  const [found, reservation] = [await server.get(`${at}/Tasks/${task}`), await server.get(byTask)];
  return {
    status: reservation.body.reservation_status,
    task: found.body.assignment_status,
    attributes: JSON.parse(String(found.body.attributes)),
  };
}

describe('an instruction over REST', () => {
  it.each(['byTask', 'byWorker'] as const)('answers with the reservation as it was, %s (CALL-1)', async (way) => {
    const offer = await offered();
    const reply = await server.post(offer[way], { Instruction: 'Dequeue', DequeueFrom: '+15550100' });
    expect([reply.status, reply.body.reservation_status]).toEqual([200, 'pending']);
    const { status, task, attributes } = await after(offer);
    expect([status, task]).toEqual(['accepted', 'assigned']);
    expect(attributes).toEqual({
      lang: 'es',
      call_sid: CUSTOMER,
      called: '+15550100',
      worker_call_sid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    });
  });

  it('takes every documented parameter of a conference (CALL-5)', async () => {
    const offer = await offered();
    const reply = await server.post(offer.byTask, {
      Instruction: 'conference',
      To: 'client:ana',
      From: '+15550100',
      Timeout: 30,
      StatusCallback: TWIML,
      StatusCallbackMethod: 'POST',
      StatusCallbackEvent: ['initiated', 'ringing'],
      Record: 'true',
      Muted: 'false',
      Beep: 'onEnter',
      StartConferenceOnEnter: 'true',
      EndConferenceOnExit: 'true',
      EndConferenceOnCustomerExit: 'true',
      BeepOnCustomerEntrance: 'false',
      WaitUrl: '',
      WaitMethod: 'GET',
      EarlyMedia: 'true',
      MaxParticipants: 10,
      ConferenceStatusCallback: TWIML,
      ConferenceStatusCallbackMethod: 'GET',
      ConferenceStatusCallbackEvent: 'start end, join',
      ConferenceRecord: 'record-from-start',
      ConferenceTrim: 'do-not-trim',
      RecordingChannels: 'dual',
      RecordingStatusCallback: TWIML,
      RecordingStatusCallbackMethod: 'POST',
      ConferenceRecordingStatusCallback: TWIML,
      ConferenceRecordingStatusCallbackMethod: 'POST',
      Region: 'ie1',
      SipAuthUsername: 'ana',
      SipAuthPassword: 'secret',
      PostWorkActivitySid: planted.activity('Offline'),
      JitterBufferSize: 'small',
    });
    expect(reply.status).toBe(200);
    const { status, attributes } = await after(offer);
    expect(status).toBe('accepted');
    expect(attributes.conference).toEqual({
      sid: expect.stringMatching(/^CF[0-9a-f]{32}$/),
      participants: { worker: expect.stringMatching(/^CA[0-9a-f]{32}$/), customer: CUSTOMER },
    });
  });

  it.each([
    ['call', { CallFrom: '+1555', CallUrl: TWIML, CallAccept: 'true', CallRecord: 'record-from-answer' }, 'accepted'],
    ['call', { CallFrom: '+1555', CallUrl: TWIML, CallTo: 'client:ana', CallStatusCallbackUrl: TWIML }, 'pending'],
    ['redirect', { RedirectCallSid: CUSTOMER, RedirectUrl: TWIML, RedirectAccept: 'true' }, 'accepted'],
    ['redirect', { RedirectCallSid: CUSTOMER, RedirectUrl: TWIML }, 'pending'],
    ['dequeue', { DequeueStatusCallbackEvent: ['initiated', 'completed'], DequeueTimeout: 20 }, 'accepted'],
  ] as const)('%s %j leaves it %s (CALL-2, CALL-3, CALL-4)', async (instruction, form, status) => {
    const offer = await offered();
    const reply = await server.post(offer.byTask, { Instruction: instruction, ...form } as Form);
    expect([reply.status, (await after(offer)).status]).toEqual([200, status]);
  });

  it('supervises an accepted reservation below its task only (CALL-7)', async () => {
    const offer = await offered();
    const supervise = { Instruction: 'supervise', Supervisor: planted.ana, SupervisorMode: 'Whisper' };
    const early = await server.post(offer.byTask, supervise);
    expect(early).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^Unable to execute Supervise/) },
    });
    await server.post(offer.byTask, { Instruction: 'conference' });
    expect((await server.post(offer.byTask, supervise)).body.reservation_status).toBe('accepted');
    const elsewhere = await server.post(offer.byWorker, supervise);
    expect(elsewhere).toMatchObject({ status: 400, body: { message: expect.stringMatching(/below their task/) } });
  });

  it.each([
    [
      { Instruction: 'dequeue', DequeueTimeout: 1000 },
      /DequeueTimeout parameter: must be a whole number from 1 to 999/,
    ],
    [{ Instruction: 'dequeue', DequeueRecord: 'yes' }, /DequeueRecord parameter: must be one of record-from-answer/],
    [
      { Instruction: 'dequeue', DequeueStatusCallbackEvent: 'gone' },
      /DequeueStatusCallbackEvent parameter: must be one/,
    ],
    [
      { Instruction: 'dequeue', DequeueStatusCallbackUrl: 'app' },
      /DequeueStatusCallbackUrl parameter: must be an http/,
    ],
    [
      { Instruction: 'dequeue', DequeuePostWorkActivitySid: 'WA1' },
      /DequeuePostWorkActivitySid parameter: must be a SID/,
    ],
    [{ Instruction: 'dequeue', DequeuePostWorkActivitySid: `WA${'0'.repeat(32)}` }, /Dequeue instruction. Activity/],
    [{ Instruction: 'call', CallUrl: TWIML }, /^Unable to execute Call instruction. The caller id is missing.$/],
    [
      { Instruction: 'call', CallFrom: '+1', CallUrl: 'ftp://app.test' },
      /CallUrl parameter: must be an http or https URL/,
    ],
    [
      { Instruction: 'redirect', RedirectCallSid: 'me', RedirectUrl: TWIML },
      /RedirectCallSid parameter: must be a SID/,
    ],
    [
      { Instruction: 'conference', MaxParticipants: 1 },
      /MaxParticipants parameter: must be a whole number from 2 to 250/,
    ],
    [{ Instruction: 'conference', Region: 'mars1' }, /Region parameter: must be one of us1/],
    [{ Instruction: 'conference', ConferenceStatusCallbackEvent: 'start,stop' }, /ConferenceStatusCallbackEvent/],
    [{ Instruction: 'supervise', SupervisorMode: 'shout' }, /SupervisorMode parameter: must be one of monitor/],
  ] as const)('%j is refused and changes nothing', async (form, message) => {
    const { byTask } = await offered();
    const before = await server.digest();
    const reply = await server.post(byTask, form as Form);
    expect(reply).toMatchObject({ status: 400, body: { code: 20001, message: expect.stringMatching(message) } });
    expect(await server.digest()).toBe(before);
  });

  it('without call_sid is refused under the general code; the debugger’s numbers are for its log', async () => {
    const { byTask } = await offered({ lang: 'es' });
    for (const [instruction, says] of [
      ['dequeue', 'has no attribute call_sid'],
      ['conference', 'has neither attribute call_sid nor outbound_to'],
    ] as const) {
      const reply = await server.post(byTask, { Instruction: instruction });
      expect(reply).toMatchObject({ status: 400, body: { code: 20001, message: expect.stringContaining(says) } });
      expect(JSON.stringify(reply.body)).not.toMatch(/401\d\d/);
    }
  });

  it('minds If-Match', async () => {
    const { byTask } = await offered();
    expect((await server.post(byTask, { Instruction: 'dequeue' }, { 'if-match': '3' })).status).toBe(412);
    expect((await server.post(byTask, { Instruction: 'dequeue' }, { 'if-match': '0' })).status).toBe(200);
  });
});
