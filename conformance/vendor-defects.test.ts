import type { Reservation, Worker } from 'twilio-taskrouter';
import { describe, expect, it } from 'vitest';
import { next, withVendor } from './support/vendor-stage.ts';

/** What the vendor's SDK does wrong without its timers, each with what a server has to do, or to leave, because of it. */
describe('defects of twilio-taskrouter 2.1.1', () => {
  it('forgets whether its worker is available until the first update', () =>
    withVendor(async ({ connect, rest, worker }) => {
      const alice = await connect('alice');
      expect(alice.available).toBeUndefined();
      const told = next(alice, 'attributesUpdated');
      await rest.workers(worker('alice')).update({ attributes: '{"skill":"fax"}' });
      await told;
      expect(alice.available).toBe(false);
    }));

  it('enters connectActivitySid again on every reconnect, whatever the worker was doing', () =>
    withVendor(async ({ server, connect, rest, worker, activity }) => {
      const alice = await connect('alice', { connectActivitySid: activity('Available') });
      await next(alice, 'activityUpdated');
      const left = next(alice, 'activityUpdated');
      await rest.workers(worker('alice')).update({ activitySid: activity('Break') });
      await left;
      await cutAll(server.url);
      await next(alice, 'ready');
      await next(alice, 'activityUpdated');
      expect(alice.activity.name).toBe('Available');
    }));

  it('makes new objects when it comes back, and those of before hear nothing more', () =>
    withVendor(async ({ server, connect, offer, rest }) => {
      const alice = await connect('alice');
      const before = await offer(alice);
      await cutAll(server.url);
      await next(alice, 'ready');
      const after = alice.reservations.get(before.sid) as Reservation;
      expect(after).not.toBe(before);
      const canceled = next(after, 'canceled');
      await rest.tasks(before.task.sid).update({ assignmentStatus: 'canceled' });
      await canceled;
      expect([before.status, after.status]).toEqual(['pending', 'canceled']);
    }));

  it('two clients of one worker that close each other’s sessions would do so for ever; the server ends it', () =>
    withVendor(async ({ server, connect }) => {
      const first = await connect('alice', { closeExistingSessions: true });
      const [lost, back] = [next(first, 'disconnected'), next(first, 'ready')];
      const second = await connect('alice', { closeExistingSessions: true });
      let evicted = 0;
      second.on('disconnected', () => {
        evicted += 1;
      });
      await lost;
      await back;
      await server.settle();
      expect(evicted).toBe(0);
      expect(await connections(server.url)).toHaveLength(2);
    }));

  it('sends options it does not know as a parameter called undefined, which the server ignores', () =>
    withVendor(async ({ connect, activity }) => {
      const alice = await connect('alice');
      await alice.activities.get(activity('Break'))?.setAsCurrent({ colour: 'blue' } as object);
      expect(alice.activity.name).toBe('Break');
    }));

  it('keeps the status of a refusal in the text only', () =>
    withVendor(async ({ connect, offer }) => {
      const reservation = await offer(await connect('alice'));
      const refusal = (await reservation.complete().catch((error: unknown) => error)) as Error;
      expect([refusal.name, Object.keys(refusal)]).toEqual(['REQUEST_INVALID', expect.not.arrayContaining(['status'])]);
      expect(refusal.message).toMatch(/status code 400/);
    }));

  it('loses the timeout of a reservation to an answer without one, so the server repeats it', () =>
    withVendor(async ({ connect, offer }) => {
      const reservation = await offer(await connect('alice'));
      const accepted = next(reservation, 'accepted');
      await reservation.accept();
      expect(reservation.timeout).toBe(60);
      await accepted;
    }));

  it('counts its worker’s version up by itself with an offer; the server does the same, or If-Match would fail', () =>
    withVendor(async ({ connect, offer, rest, worker }) => {
      const alice = await connect('alice', { enableVersionCheck: true });
      await offer(alice);
      await rest.workers(worker('alice')).workerChannels('default').update({ capacity: 7 });
      await expect.poll(() => [...alice.channels.values()].map(({ capacity }) => capacity)).toContain(7);
      await alice.setAttributes({ skill: 'chat' });
      expect(alice.attributes).toEqual({ skill: 'chat' });
    }));

  it('drops the priority 0 of a transfer', () =>
    withVendor(async ({ connect, rest, worker, activity }) => {
      const alice = await connect('alice');
      const { sid } = await rest.tasks.create({ priority: 5, routingTarget: worker('alice') });
      const held = await heldBy(alice, sid);
      const accepted = next(held, 'accepted');
      await held.accept();
      await accepted;
      const bob = await connect('bob');
      await rest.workers(worker('bob')).update({ activitySid: activity('Available') });
      const offered = next(bob, 'reservationCreated');
      await held.task.transfer(worker('bob'), { priority: 0 } as object);
      expect(((await offered) as Reservation).task.priority).toBe(5);
    }));
});

/** The reservation of a task, whether it has been told already or not. */
async function heldBy(worker: Worker, taskSid: string): Promise<Reservation> {
  const there = [...worker.reservations.values()].find(({ task }) => task.sid === taskSid);
  return there ?? ((await next(worker, 'reservationCreated')) as Reservation);
}

async function connections(url: string): Promise<readonly { readonly id: string }[]> {
  return (await (await fetch(`${url}/control/connections`)).json()) as { readonly id: string }[];
}

async function cutAll(url: string): Promise<void> {
  for (const { id } of await connections(url)) await fetch(`${url}/control/connections/${id}`, { method: 'DELETE' });
}
