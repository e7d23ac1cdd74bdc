import { startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';
import { inProcess, Peer, type TestHost } from './hosts.ts';

const BRIDGE = '/v1/wschannels';

async function desk() {
  const host = await inProcess();
  const [workspace] = host.server.ready.workspaces;
  const token = await host.server.token({ worker: 'alice' });
  const alice = workspace?.workers.alice ?? '';
  const worker = `Workspaces/${workspace?.sid}/Workers/${alice}`;
  return { host, server: host.server, token, alice, worker, available: workspace?.activities.Available ?? '' };
}

function command(
  host: TestHost,
  token: string,
  url: string,
  params: object,
  init: RequestInit = {},
): Promise<Response> {
  const body = JSON.stringify({ url, method: 'POST', params, token });
  return host.fetch(`${host.server.url}${BRIDGE}`, { method: 'POST', body, ...init });
}

async function connected(host: TestHost, token: string): Promise<Peer> {
  const peer = new Peer(host, `${BRIDGE}?token=${token}`);
  await peer.has(2);
  peer.log.length = 0;
  return peer;
}

const typesOf = (peer: Peer): string[] =>
  peer.log.map((text) => (JSON.parse(text) as { event_type: string }).event_type);

describe('requests in process', () => {
  it('are answered before their frames, and settling waits until a client has both', async () => {
    const { host, server, token, worker, available } = await desk();
    const peer = await connected(host, token);
    const response = await command(host, token, worker, { ActivitySid: available });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ payload: { activity_name: 'Available' } });
    expect(peer.log).toEqual([]);
    await server.settle();
    expect(typesOf(peer)).toEqual(['worker.activity.update']);
    const answer = command(host, token, worker, { Attributes: { n: 1 } });
    let answered = false;
    void answer.then(() => {
      answered = true;
    });
    await server.settle();
    expect([answered, typesOf(peer).at(-1)]).toEqual([true, 'worker.attributes.update']);
    await server.close();
  });

  it('that are given up take effect all the same, and hold no later frame back', async () => {
    const { host, server, token, worker, available } = await desk();
    const peer = await connected(host, token);
    const giveUp = new AbortController();
    const answer = command(host, token, worker, { ActivitySid: available }, { signal: giveUp.signal });
    giveUp.abort(new Error('changed my mind'));
    await expect(answer).rejects.toThrow('changed my mind');
    await expect(command(host, token, worker, {}, { signal: giveUp.signal })).rejects.toThrow('changed my mind');
    await command(host, token, worker, { Attributes: { n: 1 } });
    await server.settle();
    expect(typesOf(peer)).toEqual(['worker.activity.update', 'worker.attributes.update']);
    await server.close();
  });

  it('wait while the state is replaced, and are not waited for', async () => {
    const { host, server, worker, token, available } = await desk();
    const reset = server.reset();
    const answer = command(host, token, worker, { ActivitySid: available });
    await Promise.all([reset, server.settle()]);
    expect((await answer).status).toBe(200);
    await server.close();
  });

  it('to anybody else, or after the end, fail as where nobody listens', async () => {
    const { host, server } = await desk();
    await expect(host.fetch('http://127.0.0.1:1/health')).rejects.toThrow('not reachable');
    await server.close();
    await expect(host.fetch(`${server.url}/health`)).rejects.toThrow('the server is closed');
  });
});

describe('sockets in process', () => {
  it('hear the keep-alive on the server’s clock, which shows nothing of it', async () => {
    const { host, server, token, available, worker } = await desk();
    const peer = await connected(host, token);
    await command(host, token, worker, { ActivitySid: available });
    await server.settle();
    expect(server.time.next()).toMatchObject({ what: 'token expiry' });
    const { fired } = await server.time.advance({ seconds: 60 });
    expect([fired, peer.blanks]).toEqual([[], 4]);
    expect('keepAlive' in server.clock).toBe(false);
    await server.time.advance({ next: true });
    expect(peer.blanks).toBe(239);
    await peer.closed;
    expect(peer.log.slice(-2)).toEqual(['{"event_type":"tokenExpired","payload":{}}', 'close 4001 Token expired']);
    await server.time.advance({ seconds: 60 });
    expect(peer.blanks).toBe(239);
    await server.close();
  });

  it('are gone for the server when their client closes them, and hear nothing more', async () => {
    const { host, server, token, worker, available } = await desk();
    const peer = await connected(host, token);
    await command(host, token, worker, { ActivitySid: available });
    peer.socket.close(1000, 'done');
    await server.settle();
    expect(peer.log).toEqual(['close 1000 done']);
    expect(await (await host.fetch(`${server.url}/control/connections`)).json()).toEqual([]);
    const { fired } = await server.time.advance({ seconds: 10 });
    expect(fired.map(({ what }) => what)).toEqual(['worker disconnected']);
    peer.socket.close();
    await server.settle();
    expect(peer.log).toHaveLength(1);
    await server.close();
  });

  it('given up before they are open never open', async () => {
    const { host, server, token } = await desk();
    const early = new Peer(host, `${BRIDGE}?token=${token}`);
    early.socket.close();
    await early.closed;
    await server.settle();
    expect(early.log).toEqual(['error The socket was closed before it was open', 'close 1006 ']);
    expect(await (await host.fetch(`${server.url}/control/connections`)).json()).toEqual([]);
    await server.close();
  });

  it('take the codes, reasons and frames that sockets take', async () => {
    const { host, server, token } = await desk();
    const connecting = new Peer(host, `${BRIDGE}?token=${token}`);
    expect(() => connecting.socket.send('early')).toThrow('not open yet');
    await connecting.has(2);
    expect(() => connecting.socket.close(1001)).toThrow('may not close with 1001');
    expect(() => connecting.socket.close(1000, 'é'.repeat(62))).toThrow('at most 123 bytes');
    connecting.socket.send('nobody reads this');
    connecting.socket.send('x'.repeat(65_537));
    await connecting.closed;
    expect(connecting.log.at(-1)).toBe('close 1009 ');
    await server.close();
  });

  it('are told when the server closes; later ones find nobody', async () => {
    const { host, server, token } = await desk();
    const peer = await connected(host, token);
    await server.close();
    expect(peer.log).toEqual(['close 1001 Server is shutting down']);
    const late = new Peer(host, `${BRIDGE}?token=${token}`);
    await late.closed;
    expect(late.log).toEqual([`error ${server.ready.wsUrl} is not reachable in process`, 'close 1006 ']);
  });

  it('hear what happened just before the server closes', async () => {
    const { host, server, token, worker } = await desk();
    const peer = await connected(host, token);
    const { accountSid, authToken } = server.ready;
    const headers = { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` };
    const url = `${server.url}/v1/${worker}`;
    await host.fetch(url, { method: 'POST', headers, body: new URLSearchParams({ Attributes: '{"n":1}' }) });
    await server.close();
    const frame = expect.stringContaining('worker.attributes.update');
    expect(peer.log).toEqual([frame, 'close 1001 Server is shutting down']);
  });

  it('call listener attributes and added listeners alike', async () => {
    await using server = await startMockServer({ listen: false });
    const token = await server.token({ worker: 'alice' });
    const socket = new server.WebSocket(`${server.ready.wsUrl}${BRIDGE}?token=${token}`);
    const log: string[] = [];
    socket.onopen = () => log.push(`attribute ${socket.readyState}`);
    socket.addEventListener('open', ({ type }) => log.push(`listener ${type}`));
    await server.settle();
    expect(log).toEqual(['attribute 1', 'listener open']);
    expect([server.WebSocket.OPEN, socket.readyState, socket.url]).toEqual([1, 1, expect.stringContaining(token)]);
  });
});
