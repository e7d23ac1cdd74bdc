import { expect } from 'vitest';
import type { Case, Stage } from '../case.ts';
import type { SocketAgent, SocketOffer } from '../client.ts';
import { fetchOf } from '../support/workspace.ts';

const CUSTOMER = `CA${'1'.repeat(32)}`;
const TWIML = 'https://app.test/twiml';
const VOICE = { call_sid: CUSTOMER, called: '+15550100' };
const WORKERS = { wire: 'v2', because: 'the v1 wire has neither transfers nor participants' } as const;

interface Conference {
  readonly sid: string;
  readonly participants: { readonly worker: string; readonly customer?: string };
}

/** Alice, who can be called, offered a voice task. */
async function offered(stage: Stage, attributes: object = VOICE): Promise<{ alice: SocketAgent; offer: SocketOffer }> {
  const alice = await stage.available('alice');
  await alice.setAttributes({ contact_uri: 'client:alice' });
  await stage.createTask(attributes);
  return { alice, offer: await alice.nextOffer() };
}

async function inConference(stage: Stage, endConferenceOnExit = true) {
  const { alice, offer } = await offered(stage);
  await offer.line.instruct({ kind: 'conference', endConferenceOnExit });
  await alice.told('reservation.accepted', offer.sid);
  return { alice, offer, ...conferenceOf(offer) };
}

function conferenceOf(offer: SocketOffer): Conference {
  return (offer.taskAttributes() as { readonly conference: Conference }).conference;
}

/** Bob, who can be called, handed Alice's task. */
async function handedTo(stage: Stage, from: SocketOffer, mode: 'WARM' | 'COLD', to = stage.worker('bob')) {
  const bob = await stage.available('bob');
  await bob.setAttributes({ contact_uri: 'client:bob' });
  await from.line.transfer(to, mode);
  return { bob, offer: await bob.nextOffer() };
}

async function control(stage: Stage, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetchOf(stage.server)(`${stage.server.url}/control${path}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

const hangUp = (stage: Stage, call: string) => control(stage, `/calls/${call}`, { status: 'completed' });

/** Instructions, and the conference of a task. */
export const instructions: readonly Case[] = [
  {
    title: 'dequeue connects the waiting call; when it ends the work is wrapped up and the worker moves on',
    run: async (stage) => {
      const { alice, offer } = await offered(stage);
      await offer.line.instruct({ kind: 'dequeue', postWorkActivitySid: stage.activity('Break') });
      await alice.told('reservation.accepted', offer.sid);
      await alice.told('task.updated', offer.taskSid);
      const { worker_call_sid: call } = offer.taskAttributes() as { readonly worker_call_sid: string };
      expect([offer.status(), offer.taskStatus(), call]).toEqual([
        'accepted',
        'assigned',
        expect.stringMatching(/^CA/),
      ]);
      await hangUp(stage, call);
      await alice.told('reservation.wrapup', offer.sid);
      await expect.poll(() => alice.activitySid()).toBe(stage.activity('Break'));
      expect(offer.status()).toBe('wrapping');
    },
  },
  {
    title: 'call and redirect accept only when told so',
    run: async (stage) => {
      const { alice, offer } = await offered(stage, {});
      await offer.line.instruct({ kind: 'call', from: '+15550100', url: TWIML, accept: false });
      await offer.line.instruct({ kind: 'redirect', callSid: CUSTOMER, url: TWIML, accept: false });
      expect(offer.status()).toBe('pending');
      await offer.line.instruct({ kind: 'redirect', callSid: CUSTOMER, url: TWIML, accept: true });
      await alice.told('reservation.accepted', offer.sid);
      await stage.createTask({});
      const second = await alice.nextOffer();
      await second.line.instruct({ kind: 'call', from: '+15550100', url: TWIML, accept: true });
      await alice.told('reservation.accepted', second.sid);
      expect([offer.status(), second.status()]).toEqual(['accepted', 'accepted']);
    },
  },
  {
    title: 'conference brings worker and customer together, says so in the task, and is wrapped up when it ends',
    run: async (stage) => {
      const { alice, offer, sid, participants } = await inConference(stage);
      expect([sid, participants]).toEqual([
        expect.stringMatching(/^CF/),
        { worker: expect.stringMatching(/^CA/), customer: CUSTOMER },
      ]);
      await hangUp(stage, participants.worker);
      await alice.told('reservation.wrapup', offer.sid);
      await alice.told('task.wrapup', offer.taskSid);
      expect([offer.status(), offer.taskStatus()]).toEqual(['wrapping', 'wrapping']);
      expect(await control(stage, '/calls')).toEqual({ calls: [], conferences: [] });
    },
  },
  {
    title: 'a phone that nobody answers lets the offer time out, one that cannot be reached cancels it',
    run: async (stage) => {
      const { alice, offer } = await offered(stage);
      await control(stage, '/phones', { to: 'client:alice', behaviour: 'unreachable' });
      await offer.line.instruct({ kind: 'conference' });
      await alice.told('reservation.canceled', offer.sid);
      const again = await alice.nextOffer();
      await control(stage, '/phones', { to: 'client:alice', behaviour: 'rings' });
      await again.line.instruct({ kind: 'dequeue' });
      await stage.server.time.advance({ seconds: 60 });
      await alice.told('reservation.timeout', again.sid);
      expect([offer.status(), again.status()]).toEqual(['canceled', 'timeout']);
    },
  },
  {
    title: 'a customer who hangs up while the phone rings cancels task and offer',
    run: async (stage) => {
      const { alice, offer } = await offered(stage);
      await control(stage, '/phones', { to: 'client:alice', behaviour: 'rings' });
      await offer.line.instruct({ kind: 'conference' });
      await hangUp(stage, CUSTOMER);
      await alice.told('reservation.canceled', offer.sid);
      await alice.told('task.canceled', offer.taskSid);
      expect((await stage.rest.tasks(offer.taskSid).fetch()).reason).toBe('hangup');
    },
  },
  {
    title: 'an instruction that the task is not made for is refused and changes nothing',
    run: async (stage) => {
      const { offer } = await offered(stage, {});
      await expect(offer.line.instruct({ kind: 'dequeue', from: '+15550100' })).rejects.toThrow();
      await expect(offer.line.instruct({ kind: 'conference' })).rejects.toThrow();
      expect(offer.status()).toBe('pending');
    },
  },
  {
    title: 'a warm transfer to a worker: the customer on hold, then three on the phone, then two',
    only: WORKERS,
    run: async (stage) => {
      const { alice, offer, participants } = await inConference(stage, false);
      const { bob, offer: second } = await handedTo(stage, offer, 'WARM');
      expect(second.line.transfers().incoming).toBe('initiated');
      const held = { customer: { callSid: CUSTOMER, hold: true } };
      expect(await control(stage, '/calls')).toMatchObject({ conferences: [held] });
      await second.line.instruct({ kind: 'conference', endConferenceOnExit: true });
      await bob.told('reservation.accepted', second.sid);
      await expect.poll(() => offer.line.transfers().outgoing).toBe('complete');
      await second.line.holdCustomer(false);
      const { calls, conferences } = await control(stage, '/calls');
      expect([calls, conferences]).toMatchObject([
        [{ worker: alice.sid }, { worker: bob.sid }],
        [{ customer: { callSid: CUSTOMER, hold: false } }],
      ]);
      await hangUp(stage, participants.worker);
      await alice.told('reservation.wrapup', offer.sid);
      await hangUp(stage, CUSTOMER);
      await hangUp(stage, conferenceOf(second).participants.worker);
      await bob.told('reservation.wrapup', second.sid);
      await bob.told('task.wrapup', second.taskSid);
    },
  },
  {
    title: 'a cold transfer to a queue: the initiator wraps up at once, the next worker joins the conference',
    only: WORKERS,
    run: async (stage) => {
      const { alice, offer, sid } = await inConference(stage);
      const queue = stage.workspace.taskQueues.Pair ?? '';
      const { bob, offer: second } = await handedTo(stage, offer, 'COLD', queue);
      await alice.told('reservation.wrapup', offer.sid);
      await second.line.instruct({ kind: 'conference', endConferenceOnExit: true });
      await bob.told('reservation.accepted', second.sid);
      expect(conferenceOf(second).sid).toBe(sid);
      await expect.poll(() => offer.line.transfers().outgoing).toBe('complete');
      await hangUp(stage, conferenceOf(second).participants.worker);
      await bob.told('reservation.wrapup', second.sid);
    },
  },
  {
    title: 'a transfer is taken back, rejected, and refused for a worker who is not available',
    only: WORKERS,
    run: async (stage) => {
      const { alice, offer } = await inConference(stage);
      await expect(offer.line.transfer(stage.worker('bob'), 'WARM')).rejects.toThrow();
      const { bob, offer: first } = await handedTo(stage, offer, 'WARM');
      await offer.line.cancelTransfer();
      await bob.told('reservation.canceled', first.sid);
      await expect.poll(() => offer.line.transfers().outgoing).toBe('canceled');
      await offer.line.transfer(stage.worker('bob'), 'WARM');
      const second = await bob.nextOffer();
      await second.reject();
      await bob.told('reservation.rejected', second.sid);
      await expect.poll(() => offer.line.transfers().outgoing).toBe('failed');
      await expect.poll(() => offer.taskStatus()).toBe('assigned');
      expect(alice.held()).toEqual([offer.sid]);
    },
  },
  {
    title: 'workers in a conference hold and remove one another, and mute themselves',
    only: WORKERS,
    run: async (stage) => {
      const { alice, offer } = await inConference(stage);
      await expect(offer.line.holdWorker(stage.worker('bob'), true)).rejects.toThrow();
      const { bob, offer: second } = await handedTo(stage, offer, 'WARM');
      await second.line.instruct({ kind: 'conference' });
      await bob.told('reservation.accepted', second.sid);
      await offer.line.holdWorker(bob.sid, true);
      await second.line.mute(true);
      const { calls } = await control(stage, '/calls');
      expect(calls).toMatchObject([
        { worker: alice.sid, hold: false, muted: false },
        { worker: bob.sid, hold: true, muted: true },
      ]);
      await offer.line.kickWorker(bob.sid);
      await bob.told('reservation.wrapup', second.sid);
      expect([offer.status(), second.status()]).toEqual(['accepted', 'wrapping']);
      await expect(offer.line.kickWorker(bob.sid)).rejects.toThrow();
    },
  },
];
