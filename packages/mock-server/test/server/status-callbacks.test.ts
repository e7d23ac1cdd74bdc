import { type MockServer, startMockServer } from '@taskbay/mock-server';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PHONE_SEED } from '../../test-support/phone-seed.ts';
import { Application } from './application.ts';
import { control, rest } from './http.ts';

const CUSTOMER = `CA${'7'.repeat(32)}`;
const EVERY = 'initiated,ringing,answered,completed';
const CHANGES = 'start end join leave mute hold speaker';

let application: Application;
let server: MockServer;
let at: string;

beforeEach(async () => {
  application = await Application.start();
  server = await startMockServer({ seed: PHONE_SEED, now: '2026-01-31T08:00:00Z' });
  at = `/Workspaces/${server.ready.workspaces[0]?.sid}`;
});

afterEach(async () => {
  await server.close();
  await application.stop();
});

type Form = Readonly<Record<string, string>>;

/** A voice task whose offer got the instruction. */
async function instructed(form: Form, attributes: object = { call_sid: CUSTOMER, called: '+15550100' }) {
  const task = String((await rest(server, `${at}/Tasks`, { Attributes: JSON.stringify(attributes) })).body.sid);
  const listed = (await rest(server, `${at}/Tasks/${task}/Reservations`)).body.reservations as { sid: string }[];
  const path = `${at}/Tasks/${task}/Reservations/${listed[0]?.sid}`;
  expect(await rest(server, path, form)).toMatchObject({ status: 200 });
  return { task, path };
}

async function calls(): Promise<readonly string[]> {
  await server.settle();
  return ((await control(server, '/calls')).body.calls as { sid: string }[]).map(({ sid }) => sid);
}

/** Something happens on the line; resolves when everybody has been told. */
async function line(sid: string | undefined, status: string): Promise<void> {
  expect((await control(server, `/calls/${sid}`, { status })).status).toBe(200);
  await server.settle();
}

async function remove(path: string): Promise<void> {
  const { accountSid, authToken } = server.ready;
  const headers = { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` };
  expect((await fetch(`${server.url}/v1${at}${path}`, { method: 'DELETE', headers })).status).toBe(204);
  await server.settle();
}

/** A command by Alice on the worker wire. */
async function asAlice(path: string, params: object): Promise<void> {
  const token = await server.token({ worker: 'alice' });
  const body = JSON.stringify({ url: `${at.slice(1)}/${path}`, method: 'POST', params, token });
  expect((await fetch(`${server.url}/v1/wschannels`, { method: 'POST', body })).status).toBe(200);
}

const phone = (behaviour: string) => control(server, '/phones', { to: 'client:alice', behaviour });
const told = (path: string) => application.received.filter((one) => one.path.startsWith(path));
const steps = () => told('/call').map(({ fields }) => [fields.SequenceNumber, fields.CallStatus]);
const changes = () => told('/conference').map(({ fields }) => fields.StatusCallbackEvent);
const deliveries = async () => (await control(server, '/webhooks')).body as unknown as Record<string, unknown>[];

describe('the status callback of a call (HOOK-8)', () => {
  it('of a dequeue is a signed GET that names the customer’s call', async () => {
    const url = `${application.url}/call?tenant=a%20b`;
    await instructed({ Instruction: 'dequeue', DequeueStatusCallbackUrl: url, DequeueStatusCallbackEvent: EVERY });
    const [call] = await calls();
    await server.time.advance({ seconds: 61 });
    await line(call, 'completed');
    const { accountSid, authToken } = server.ready;
    expect(told('/call').map(({ method, fields }) => [method, fields])).toEqual(
      [
        ['initiated', '08:00:00'],
        ['ringing', '08:00:00'],
        ['in-progress', '08:00:00'],
        ['completed', '08:01:01', { CallDuration: '61', Duration: '2' }],
      ].map(([CallStatus, time, more = {}], index) => [
        'GET',
        {
          tenant: 'a b',
          CallSid: call,
          AccountSid: accountSid,
          From: '+15550100',
          To: 'client:alice',
          Caller: '+15550100',
          Called: 'client:alice',
          Direction: 'outbound-api',
          ApiVersion: '2010-04-01',
          taskCallSid: CUSTOMER,
          CallStatus,
          SequenceNumber: String(index),
          CallbackSource: 'call-progress-events',
          Timestamp: `Sat, 31 Jan 2026 ${time} +0000`,
          ...(more as object),
        },
      ]),
    );
    for (const { path, headers } of told('/call')) {
      const signature = String(headers['x-twilio-signature']);
      expect(twilio.validateRequest(authToken ?? '', signature, `${application.url}${path}`, {})).toBe(true);
      expect(headers['content-type']).toBeUndefined();
    }
    const tokens = told('/call').map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(4);
  });

  it('of a call is a signed POST when it has ended, unless something else was asked for', async () => {
    const CallStatusCallbackUrl = `${application.url}/call`;
    const CallUrl = 'https://app.test/twiml';
    await instructed({ Instruction: 'call', CallFrom: '+1555', CallUrl, CallStatusCallbackUrl });
    const [call] = await calls();
    expect(steps()).toEqual([]);
    await line(call, 'completed');
    const [{ method, headers, fields } = application.received[0] as never] = told('/call');
    expect([method, fields]).toMatchObject(['POST', { CallStatus: 'completed', taskCallSid: CUSTOMER }]);
    const signature = String(headers['x-twilio-signature']);
    expect(twilio.validateRequest(server.ready.authToken ?? '', signature, CallStatusCallbackUrl, fields)).toBe(true);
  });

  it.each([
    [
      'busy',
      [
        ['0', 'initiated'],
        ['1', 'busy'],
      ],
    ],
    [
      'unreachable',
      [
        ['0', 'initiated'],
        ['1', 'failed'],
      ],
    ],
  ] as const)('tells of a phone that is %s', async (behaviour, expected) => {
    await phone(behaviour);
    const StatusCallback = `${application.url}/call`;
    await instructed({ Instruction: 'conference', StatusCallback, StatusCallbackEvent: EVERY });
    await phone('answers');
    await server.settle();
    expect(steps()).toEqual(expected);
    expect(told('/call')[1]?.fields).toMatchObject({ CallDuration: '0', Duration: '0' });
  });

  it('tells of a phone that rings until somebody answers, or until nobody did', async () => {
    await phone('rings');
    const StatusCallback = `${application.url}/call`;
    const form = { Instruction: 'conference', StatusCallback, StatusCallbackEvent: EVERY, Timeout: '20' };
    await instructed(form);
    await line((await calls())[0], 'in-progress');
    expect(steps()).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
    ]);
    await line((await calls())[0], 'completed');
    application.received.length = 0;
    await line(CUSTOMER, 'completed');
    await server.reset();
    await phone('rings');
    await instructed(form);
    await server.time.advance({ seconds: 20 });
    expect(steps()).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'no-answer'],
    ]);
  });

  it.each([
    ['rejected', 'canceled'],
    ['deleted', 'canceled'],
  ])('tells of a call that ends with its offer: %s', async (how, status) => {
    await phone('rings');
    const StatusCallback = `${application.url}/call`;
    const { task, path } = await instructed({ Instruction: 'conference', StatusCallback });
    if (how === 'rejected') await rest(server, path, { ReservationStatus: 'rejected' });
    else await remove(`/Tasks/${task}`);
    await server.settle();
    expect(steps()).toEqual([['0', status]]);
  });

  it('is asked for by the names that clients of the worker wire have', async () => {
    const DequeueStatusCallbackUrl = `${application.url}/call`;
    const { path } = await instructed({});
    const command = { Instruction: 'dequeue', DequeueStatusCallbackUrl, DequeueStatusCallbackEvents: 'answered' };
    const alice = server.ready.workspaces[0]?.workers.alice;
    await asAlice(`Workers/${alice}/Reservations/${path.split('/').at(-1)}`, command);
    await server.settle();
    expect(steps()).toEqual([['0', 'in-progress']]);
  });

  it('comes with an assignment callback’s instruction, too', async () => {
    const url = `${application.url}/call`;
    const dequeue = { instruction: 'dequeue', status_callback_url: url, status_callback_events: 'answered,completed' };
    application.endpoint = ({ path }) => (path === '/assign' ? { json: dequeue } : { status: 204 });
    const workflow = server.ready.workspaces[0]?.workflows.Main;
    await rest(server, `${at}/Workflows/${workflow}`, { AssignmentCallbackUrl: `${application.url}/assign` });
    await rest(server, `${at}/Tasks`, { Attributes: JSON.stringify({ call_sid: CUSTOMER, called: '+15550100' }) });
    await line((await calls())[0], 'completed');
    expect(steps()).toEqual([
      ['0', 'in-progress'],
      ['1', 'completed'],
    ]);
  });
});

describe('the status callback of a conference (HOOK-9)', () => {
  const conference = (more: Form = {}): Form => ({
    Instruction: 'conference',
    ConferenceStatusCallback: `${application.url}/conference`,
    ConferenceStatusCallbackEvent: CHANGES,
    ...more,
  });

  /** Alice hands the task on to Bob, whose offer gets the instruction. */
  async function handedOn({ task, path }: { readonly task: string; readonly path: string }, Mode: string, form: Form) {
    const { activities = {}, workers = {} } = server.ready.workspaces[0] ?? {};
    const { alice = '', bob = '' } = workers;
    await rest(server, `${at}/Workers/${bob}`, { ActivitySid: activities.Available ?? '' });
    const ReservationSid = path.split('/').at(-1);
    await asAlice(`Workers/${alice}/Transfers`, { TaskSid: task, ReservationSid, To: bob, Mode });
    const [offer] = (await rest(server, `${at}/Workers/${bob}/Reservations`)).body.reservations as { sid: string }[];
    const taken = await rest(server, `${at}/Tasks/${task}/Reservations/${offer?.sid}`, form);
    expect(taken).toMatchObject({ status: 200 });
    await server.settle();
  }

  it('tells who comes and goes, signed, and why it ended', async () => {
    const { task } = await instructed(conference({ EndConferenceOnExit: 'true' }));
    const [worker] = await calls();
    await line(worker, 'completed');
    const { accountSid, authToken } = server.ready;
    const common = {
      ConferenceSid: expect.stringMatching(/^CF[0-9a-f]{32}$/),
      FriendlyName: task,
      AccountSid: accountSid,
      Timestamp: 'Sat, 31 Jan 2026 08:00:00 +0000',
    };
    const participant = { Muted: 'false', Hold: 'false', Coaching: 'false', StartConferenceOnEnter: 'true' };
    const alice = { ...participant, CallSid: worker, EndConferenceOnExit: 'true' };
    const customer = { ...participant, CallSid: CUSTOMER, EndConferenceOnExit: 'false' };
    const left = { ParticipantCallStatus: 'completed' };
    expect(told('/conference').map(({ fields }) => fields)).toEqual(
      [
        { StatusCallbackEvent: 'participant-join', ...alice },
        { StatusCallbackEvent: 'participant-join', ...customer },
        { StatusCallbackEvent: 'conference-start' },
        { StatusCallbackEvent: 'participant-leave', ...alice, ...left, ReasonParticipantLeft: 'participant_hung_up' },
        {
          StatusCallbackEvent: 'participant-leave',
          ...customer,
          ...left,
          ReasonParticipantLeft: 'moderator_ended_conference',
        },
        {
          StatusCallbackEvent: 'conference-end',
          CallSidEndingConference: worker,
          ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
        },
      ].map((fields, index) => ({ ...common, SequenceNumber: String(index + 1), ...fields })),
    );
    for (const { method, headers, fields } of told('/conference')) {
      const signature = String(headers['x-twilio-signature']);
      const url = `${application.url}/conference`;
      expect([method, twilio.validateRequest(authToken ?? '', signature, url, fields)]).toEqual(['POST', true]);
    }
    expect((await deliveries()).map(({ kind, type, state }) => [kind, type, state])).toEqual(
      changes().map((type) => ['conference', type, 'delivered']),
    );
  });

  it('tells of its start and its end unless something else was asked for, by the method that was', async () => {
    const { ConferenceStatusCallbackEvent: _, ...form } = conference({ ConferenceStatusCallbackMethod: 'GET' });
    await instructed(form);
    const [worker] = await calls();
    await line(CUSTOMER, 'completed');
    await line(worker, 'completed');
    expect(told('/conference').map(({ method, fields }) => [method, fields.StatusCallbackEvent])).toEqual([
      ['GET', 'conference-start'],
      ['GET', 'conference-end'],
    ]);
    expect(told('/conference')[1]?.fields).toMatchObject({
      CallSidEndingConference: worker,
      ReasonConferenceEnded: 'last-participant-left',
    });
  });

  it('tells of a customer who is called, joins and ends it', async () => {
    const form = conference({ From: '+15550100', EndConferenceOnCustomerExit: 'true' });
    await instructed(form, { outbound_to: '+15550123' });
    await server.settle();
    const customer = told('/conference')[1]?.fields.CallSid;
    await line(customer, 'completed');
    expect(changes()).toEqual([
      'participant-join',
      'participant-join',
      'conference-start',
      'participant-leave',
      'participant-leave',
      'conference-end',
    ]);
    const [, , , worker, left, end] = told('/conference').map(({ fields }) => fields);
    expect([worker?.ReasonParticipantLeft, left?.ReasonParticipantLeft]).toEqual([
      'moderator_ended_conference',
      'participant_hung_up',
    ]);
    expect(end).toMatchObject({
      CallSidEndingConference: customer,
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    });
  });

  it('tells of hold, mute and a supervisor who coaches', async () => {
    const { path } = await instructed(conference());
    const alice = server.ready.workspaces[0]?.workers.alice;
    await rest(server, path, {
      Instruction: 'supervise',
      Supervisor: alice ?? '',
      SupervisorMode: 'whisper',
      To: 'client:sue',
    });
    await rest(server, path, {
      Instruction: 'supervise',
      Supervisor: alice ?? '',
      SupervisorMode: 'monitor',
      To: 'client:sue',
    });
    await server.settle();
    expect(changes().slice(3)).toEqual(['participant-join', 'participant-mute']);
    expect(
      told('/conference')
        .slice(3)
        .map(({ fields }) => [fields.Coaching, fields.Muted]),
    ).toEqual([
      ['true', 'false'],
      ['false', 'true'],
    ]);
  });

  it('tells of hold, and of a transfer, to whom the first participant said, whatever others say later', async () => {
    const offer = await instructed(conference());
    const alice = server.ready.workspaces[0]?.workers.alice;
    await asAlice(`Workers/${alice}/CustomerParticipant`, { TaskSid: offer.task, Hold: true });
    await asAlice(`Workers/${alice}/CustomerParticipant`, { TaskSid: offer.task, Hold: false });
    await handedOn(offer, 'COLD', conference({ ConferenceStatusCallback: `${application.url}/other` }));
    expect(changes().slice(3)).toEqual([
      'participant-hold',
      'participant-unhold',
      'participant-hold',
      'participant-leave',
      'participant-join',
    ]);
    const [held, , , left] = told('/conference').slice(3);
    expect(held?.fields).toMatchObject({ CallSid: CUSTOMER, Hold: 'true' });
    expect(left?.fields).toMatchObject({ ReasonParticipantLeft: 'participant_updated_via_api' });
    expect(told('/other')).toEqual([]);
  });

  it('knows of a worker who joins later whether it ends with the customer', async () => {
    const offer = await instructed(conference());
    await handedOn(offer, 'WARM', { Instruction: 'conference', EndConferenceOnCustomerExit: 'true' });
    await line(CUSTOMER, 'completed');
    expect(told('/conference').at(-1)?.fields).toMatchObject({
      CallSidEndingConference: CUSTOMER,
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    });
  });

  it('counts a supervisor in until their worker is deleted', async () => {
    const { path } = await instructed(conference());
    const bob = server.ready.workspaces[0]?.workers.bob ?? '';
    await rest(server, path, { Instruction: 'supervise', Supervisor: bob });
    await remove(`/Workers/${bob}`);
    expect(changes().slice(3)).toEqual(['participant-join', 'participant-leave']);
    expect(told('/conference').at(-1)?.fields).toMatchObject({ ReasonParticipantLeft: 'participant_updated_via_api' });
    expect(await calls()).toHaveLength(1);
  });

  it('tells that a call went with its offer, and that nobody was left then', async () => {
    await control(server, '/phones', { to: '+15550123', behaviour: 'rings' });
    const { path } = await instructed(conference(), { outbound_to: '+15550123', from: '+15550199' });
    await rest(server, path, { ReservationStatus: 'rejected' });
    await server.settle();
    expect(changes()).toEqual(['participant-join', 'participant-leave', 'conference-end']);
    expect(told('/conference').slice(1)).toMatchObject([
      { fields: { ReasonParticipantLeft: 'participant_updated_via_api' } },
      { fields: { ReasonConferenceEnded: 'last-participant-kicked' } },
    ]);
  });

  it('tells of an end that nobody brought about on the line', async () => {
    const { task } = await instructed(conference());
    await server.settle();
    await remove(`/Tasks/${task}`);
    expect(changes().slice(3)).toEqual(['participant-leave', 'participant-leave', 'conference-end']);
    const reason = { ReasonParticipantLeft: 'conference_ended_via_api' };
    expect(told('/conference').slice(3, 5)).toMatchObject([{ fields: reason }, { fields: reason }]);
    expect(told('/conference').at(-1)?.fields).toMatchObject({ ReasonConferenceEnded: 'conference-ended-via-api' });
  });
});

describe('status callbacks (HOOK-10)', () => {
  it('begin anew with a reset', async () => {
    const DequeueStatusCallbackUrl = `${application.url}/call`;
    const form = { Instruction: 'dequeue', DequeueStatusCallbackUrl, DequeueStatusCallbackEvent: EVERY };
    await instructed(form);
    const before = await calls();
    application.received.length = 0;
    await server.reset();
    await instructed(form);
    expect(await calls()).toEqual(before);
    expect(steps()).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
    ]);
  });

  it('keep no event waiting, have 15 s for an answer, and are sent again on request', async () => {
    application.endpoint = ({ path }) => (path === '/events' ? { status: 204 } : 'silence');
    await rest(server, at, { EventCallbackUrl: `${application.url}/events`, EventsFilter: 'reservation.accepted' });
    const CallStatusCallbackUrl = `${application.url}/call`;
    const form = { Instruction: 'conference', StatusCallback: CallStatusCallbackUrl, StatusCallbackEvent: 'answered' };
    await instructed(form);
    await expect(server.settle({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'not_settled' });
    await server.time.advance({ seconds: 15 });
    const [event, call] = (await deliveries()).sort((a, b) => String(b.kind).localeCompare(String(a.kind)));
    expect([event, call]).toMatchObject([
      { kind: 'event', state: 'delivered' },
      {
        kind: 'call',
        type: 'answered',
        method: 'POST',
        state: 'failed',
        attempts: [{ problem: 'no answer within 15000 ms' }],
      },
    ]);
    application.endpoint = () => ({ status: 204 });
    expect((await control(server, `/webhooks/${call?.id}/resend`, {})).status).toBe(202);
    await server.settle();
    expect((await deliveries()).every(({ state }) => state === 'delivered')).toBe(true);
  });
});
