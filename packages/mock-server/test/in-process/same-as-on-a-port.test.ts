import { describe, expect, it } from 'vitest';
import { inProcess, onPort, Peer, type TestHost } from './hosts.ts';

/** What a client sees of an answer; the rest is the carrier's own affair. */
const HEADERS =
  /^(access-control-.*|cache-control|content-type|etag|location|www-authenticate|x-content-type-options)$/;

const BRIDGE = '/v1/wschannels';

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out: with the account's credentials. */
  readonly anonymous?: boolean;
}

async function ask({ server, fetch }: TestHost, asked: Asked): Promise<string> {
  const { accountSid, authToken } = server.ready;
  const {
    path,
    form,
    json,
    anonymous = false,
    method = form === undefined && json === undefined ? 'GET' : 'POST',
  } = asked;
  const body = form === undefined ? json && JSON.stringify(json) : new URLSearchParams(form).toString();
  const response = await fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(anonymous ? {} : { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` }),
      ...asked.headers,
    },
    ...(body === undefined ? {} : { body: String(body) }),
  });
  const headers = [...response.headers]
    .filter(([name]) => HEADERS.test(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} ${response.status}`, ...headers.sort(), await response.text()].join('\n');
}

interface Names {
  readonly sid: string;
  readonly alice: string;
  readonly bob: string;
  readonly available: string;
}

function namesOf({ server }: TestHost): Names {
  const [workspace] = server.ready.workspaces;
  const { alice, bob } = workspace?.workers ?? {};
  const { Available: available } = workspace?.activities ?? {};
  if (workspace === undefined || alice === undefined || bob === undefined || available === undefined) {
    throw new Error('The seed is not the support desk');
  }
  return { sid: workspace.sid, alice, bob, available };
}

type Tokens = Readonly<Record<'alice' | 'bob', string>>;
type Say = (asked: Asked) => Promise<string>;

const CALL = { TaskChannel: 'voice', Attributes: '{"channel":"voice","language":"en"}' };

/** Commands of both generations, some of which are refused. */
async function commands({ server }: TestHost, { sid, alice, bob, available }: Names, tokens: Tokens, say: Say) {
  const v2 = (method: string, url: string, params: object = {}, headers = {}) =>
    say({ path: BRIDGE, anonymous: true, json: { url, method, params, token: tokens.alice }, headers });
  const v1 = (method: string, params: object, event_type?: string) => {
    const url = `${server.url}/v1/Workspaces/${sid}/Workers/${bob}`;
    const json = { url, method, params, token: tokens.bob, event_type };
    return say({ path: `${BRIDGE}/${server.ready.accountSid}/${bob}`, anonymous: true, json });
  };
  await say({ path: `/v1/Workspaces/${sid}/Workers/${alice}`, form: { ActivitySid: available } });
  await say({ path: `/v1/Workspaces/${sid}/Tasks`, form: CALL });
  const list = await v2('GET', `Workspaces/${sid}/Workers/${alice}/Reservations`);
  const { payload } = JSON.parse(list) as { payload: { contents: { sid: string }[] } };
  const offer = `Workspaces/${sid}/Workers/${alice}/Reservations/${payload.contents[0]?.sid}`;
  await v2('POST', offer, { ReservationStatus: 'accepted' });
  await v2('POST', offer, { ReservationStatus: 'accepted' });
  await v2('POST', offer, { ReservationStatus: 'completed' }, { 'if-match': '"7"' });
  await v1('GET', {}, 'ready');
  await v1('POST', { ActivitySid: available });
  await say({ path: `/v1/Workspaces/${sid}/Tasks`, form: CALL });
  await say({ path: '/control/time/advance', json: { seconds: 120 } });
}

/** Reads and refusals of every edge. */
function reads({ sid, alice }: Names): Asked[] {
  const workspace = `/v1/Workspaces/${sid}`;
  const page = { method: 'OPTIONS', anonymous: true, headers: { origin: 'http://localhost:5173' } };
  return [
    ...['Tasks', 'Workers?PageSize=1', 'Events', `Workers/${alice}/Reservations`, `Tasks/WT${'0'.repeat(32)}`].map(
      (path) => ({ path: `${workspace}/${path}` }),
    ),
    { path: '/v1/Workspaces', anonymous: true },
    { path: '/v1/Workspaces', ...page },
    { path: BRIDGE, ...page },
    { path: workspace, method: 'HEAD' },
    { path: `${workspace}/Tasks`, form: { Attributes: 'no json' } },
    { path: BRIDGE, method: 'PUT', anonymous: true },
    { path: BRIDGE, anonymous: true, json: [] },
    { path: '/nowhere' },
    { path: '/health' },
    { path: '/control/connections' },
    { path: '/control/journal' },
    { path: '/examples/agent-page' },
  ];
}

/** One afternoon of a support desk: what edges answer and sockets are told. */
async function scenario(host: TestHost, tokens: Tokens): Promise<string[]> {
  const { server } = host;
  const names = namesOf(host);
  const log: string[] = [];
  const say: Say = async (asked) => {
    const answer = await ask(host, asked);
    log.push(answer);
    await server.settle();
    return answer.slice(answer.lastIndexOf('\n') + 1);
  };
  const refused = ['nonsense', 'elsewhere'].map((token) => new Peer(host, `${BRIDGE}?token=${token}`));
  const nowhere = new Peer(host, '/v1/elsewhere');
  await Promise.all([...refused, nowhere].map(({ closed }) => closed));
  const own = new Peer(host, `${BRIDGE}?token=${tokens.alice}&clientVersion=2.1.1`);
  await own.has(2);
  const old = new Peer(host, `${BRIDGE}/${server.ready.accountSid}/${names.bob}?token=${tokens.bob}`);
  await old.has(1);
  await commands(host, names, tokens, say);
  for (const asked of reads(names)) await say(asked);
  await say({ path: '/control/connections/connection-1', method: 'DELETE', json: { code: 4100, reason: 'enough' } });
  await own.closed;
  await say({ path: '/control/reset', json: {} });
  await old.closed;
  return [...log, ...[...refused, nowhere, own, old].flatMap((peer) => peer.log)].map((text) =>
    text.replaceAll(server.url, 'ORIGIN').replaceAll(server.ready.wsUrl, 'WS-ORIGIN'),
  );
}

describe('the server in process', () => {
  it('gives the answers and frames of the server on a port, byte for byte', async () => {
    await using port = await onPort();
    await using process = await inProcess();
    const tokens = {
      alice: await port.server.token({ worker: 'alice' }),
      bob: await port.server.token({ worker: 'bob', kind: 'capability' }),
    };
    const [expected, found] = [await scenario(port, tokens), await scenario(process, tokens)];
    expect(found).toEqual(expected);
    const types = expected.flatMap((text) => /^\{"event_type":"([\w.-]+)"/.exec(text)?.[1] ?? []);
    expect(types).toEqual([
      'init',
      'worker.activity.update',
      'reservation.created',
      'reservation.accepted',
      'task.updated',
      'worker.activity.update',
      'reservation.created',
      'reservation.timeout',
      'worker.activity.update',
    ]);
  });
});
