import { describe, expect, it } from 'vitest';
import { MAX_ENVELOPE_BYTES } from '../../src/edges/bridge/envelope.ts';
import { ACCOUNT, ALICE, BREAK, ORIGIN, sid, WORKSPACE, World } from './support/world.ts';

const own = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;
const V1 = `/v1/wschannels/${ACCOUNT}/${ALICE}`;

describe('an envelope', () => {
  const good = { url: own, method: 'GET', params: {}, token: 'x' };

  it.each([
    ['no JSON', '{', /not JSON/],
    ['nothing', '', /not JSON/],
    ['null', 'null', /not a JSON object/],
    ['a list', '[]', /the body is a list, not a JSON object/],
    ['no url', { ...good, url: undefined }, /url is required/],
    ['an empty url', { ...good, url: '' }, /url must not be empty/],
    ['a url that is no text', { ...good, url: 1 }, /url must be text/],
    ['no method', { ...good, method: undefined }, /method is required/],
    ['another method', { ...good, method: 'PUT' }, /method must be GET, POST or DELETE/],
    ['no token', { ...good, token: undefined }, /token is required/],
    ['params that are no object', { ...good, params: 'a=b' }, /params must be an object/],
    ['an event_type that is no text', { ...good, event_type: 7 }, /event_type must be text/],
  ])('with %s is refused on either path', async (_, body, says) => {
    const world = await World.create();
    for (const path of ['/v1/wschannels', V1]) {
      const reply = await world.post(body, { path });
      expect(reply.status).toBe(400);
      expect(reply.body).toMatchObject({ code: 20001, status: 400, message: expect.stringMatching(says) });
      expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it('that is too long is refused, whether it says so or not', async () => {
    const world = await World.create();
    const long = JSON.stringify({ ...good, filler: 'x'.repeat(MAX_ENVELOPE_BYTES) });
    expect((await world.post(long)).status).toBe(413);
    const stream = new Blob([long]).stream();
    const request = new Request(`${ORIGIN}/v1/wschannels`, { method: 'POST', body: stream, duplex: 'half' } as never);
    const response = await world.bridge.http(request, { onFinished: () => undefined, pushDelayMs: 0 });
    expect(response.status).toBe(413);
  });

  it('is JSON whatever its content type says', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
      expect((await world.command(token, 'GET', own, {}, { headers: { 'content-type': type } })).status).toBe(200);
    }
  });
});

describe('the paths', () => {
  it.each(['/v1/wschannels', `${V1}/`])('answer preflights, and methods they do not have: %s', async (path) => {
    const world = await World.create();
    const ask = (method: string) =>
      world.bridge.http(new Request(`${ORIGIN}${path}`, { method }), { onFinished: () => undefined, pushDelayMs: 0 });
    const preflight = await ask('OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase().split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['apiversion', 'clientversion', 'if-match', 'content-type']));
    expect((await ask('GET')).status).toBe(426);
    const deleted = await ask('DELETE');
    expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'POST, GET, OPTIONS']);
  });

  it('end where the bridge ends', async () => {
    const world = await World.create();
    expect((await world.post({}, { path: '/v1/wschannels/one' })).status).toBe(404);
  });
});

describe('a v2 command', () => {
  it.each([
    ['an unknown route', 'GET', 'Workspaces', {}, 404, /no command GET Workspaces/],
    ['a resource of REST only', 'GET', `Workspaces/${WORKSPACE}/Workflows`, {}, 404, /no command/],
    ['a transfer of nothing', 'POST', `${own}/Transfers`, {}, 400, /ReservationSid parameter: is required/],
    ['a participant of nothing', 'POST', `${own}/CustomerParticipant`, {}, 400, /TaskSid parameter: is required/],
    ['a participant that is read', 'GET', `${own}/CustomerParticipant`, {}, 404, /no command/],
    ['an unknown method of a route', 'DELETE', own, {}, 404, /no command DELETE/],
    ['an unknown object', 'GET', `Workspaces/${WORKSPACE}/Tasks/${sid('WT', 9)}`, {}, 404, /was not found/],
    ['another worker’s reservation', 'GET', `${own}/Reservations/${sid('WR', 9)}`, {}, 404, /was not found/],
    ['a page of none', 'GET', `Workspaces/${WORKSPACE}/Activities`, { PageSize: 0 }, 400, /PageSize/],
    ['a page of too many', 'GET', `Workspaces/${WORKSPACE}/Activities`, { PageSize: 1001 }, 400, /PageSize/],
    [
      'an unknown AfterSid',
      'GET',
      `Workspaces/${WORKSPACE}/Activities`,
      { AfterSid: BREAK.replace('9', '8') },
      400,
      /./,
    ],
    ['a malformed SID', 'POST', own, { ActivitySid: 'WA1' }, 400, /ActivitySid/],
    ['an unknown activity', 'POST', own, { ActivitySid: sid('WA', 99) }, 400, /ActivitySid/],
    ['attributes that are no object', 'POST', own, { Attributes: 'x' }, 400, /Attributes/],
    [
      'a virtual start in the future',
      'POST',
      `Workspaces/${WORKSPACE}/Tasks`,
      { VirtualStartTime: '2099-01-01T00:00:00Z' },
      400,
      /VirtualStartTime.*future/,
    ],
  ])('for %s is refused', async (_, method, url, params, status, says) => {
    const world = await World.create();
    const token = await world.accessToken({ role: 'admin' });
    const before = await world.runtime.read(WORKSPACE, (state) => state.counters.command);
    const after = url.includes('Activities') && 'AfterSid' in params ? { AfterSid: sid('WA', 999) } : params;
    const reply = await world.command(token, method, url, after);
    expect([reply.status, reply.body.message]).toEqual([status, expect.stringMatching(says)]);
    expect(await world.runtime.read(WORKSPACE, (state) => state.counters.command)).toBe(before);
  });

  it('is refused when the object has another version than If-Match says', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const update = (match: string) =>
      world.command(token, 'POST', own, { Attributes: { a: match } }, { headers: { 'If-Match': match } });
    expect((await update('1')).status).toBe(412);
    expect((await update('0')).status).toBe(200);
    expect((await update('0')).status).toBe(412);
    expect((await update('"1"')).status).toBe(200);
    expect((await update('*')).status).toBe(200);
    expect((await update('soon')).status).toBe(400);
  });

  it('for an instruction that its task is not made for is refused, and accepting by instruction is not', async () => {
    const world = await World.create();
    await world.makeAvailable();
    const token = await world.accessToken();
    const socket = await world.connect(token);
    await world.createTask();
    const url = `${own}/Reservations/${socket.frames.at(-1)?.payload.sid}`;
    const conference = await world.command(token, 'POST', url, { Instruction: 'conference', From: '+1' });
    expect([conference.status, conference.body.message]).toEqual([
      400,
      expect.stringMatching(/Unable to execute Conference instruction/),
    ]);
    const accept = await world.command(token, 'POST', url, { Instruction: 'accept' });
    expect(accept.body.payload).toMatchObject({ reservation_status: 'accepted' });
  });

  it('pages ordered lists by meta.next_token', async () => {
    const world = await World.create();
    const token = await world.accessToken({ role: 'admin' });
    const ask = (params: object) =>
      world.command(token, 'GET', `Workspaces/${WORKSPACE}/Workers`, {
        PageSize: 1,
        Ordering: 'DateStatusChanged:desc',
        ...params,
      });
    const first = (await ask({})).body.payload as { contents: { sid: string }[]; meta: { next_token: string } };
    const second = (await ask({ NextToken: first.meta.next_token })).body.payload as typeof first;
    expect(first.contents).toHaveLength(1);
    expect(second.contents).toHaveLength(1);
    expect(second.contents[0]?.sid).not.toBe(first.contents[0]?.sid);
    expect(second.meta.next_token).toBeNull();
  });
});
