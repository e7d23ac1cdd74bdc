import { ACCOUNT, ALICE, AVAILABLE, WORKFLOW, WORKSPACE, World } from './world.ts';

const OWN = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;
const V1_PATH = `/v1/wschannels/${ACCOUNT}/${ALICE}`;

/** SIDs that differ from run to run become their prefix and the order in which they appear; tokens lose their text. */
export function aliased(value: unknown): unknown {
  const seen = new Map<string, string>();
  const text = JSON.stringify(value)
    .replaceAll(/\b(WR|WT|WC|CF|CA)[0-9a-f]{32}\b/g, (sid, prefix: string) => {
      const alias = seen.get(sid) ?? `${prefix}-${[...seen.keys()].filter((key) => key.startsWith(prefix)).length + 1}`;
      seen.set(sid, alias);
      return alias;
    })
    .replaceAll(/"token":"[^"]*"/g, '"token":"…"');
  return JSON.parse(text);
}

/** Every message that docs/PROTOCOL.md shows, by the name its example has there, as the bridge really writes it. */
export async function protocolExamples(): Promise<Readonly<Record<string, unknown>>> {
  const world = await World.create();
  const token = await world.accessToken();
  const v2 = await world.connect(token);
  const v1Token = await world.capabilityToken();
  const v1 = await world.connect(v1Token, { path: V1_PATH });
  const examples: Record<string, unknown> = { 'v2-init': v2.frames[0] };
  const drain = async (): Promise<void> => {
    await world.letFramesOut();
    for (const [wire, socket] of [
      ['v2', v2],
      ['v1', v1],
    ] as const) {
      for (const frame of socket.frames) examples[`${wire}-${frame.event_type}`] = frame;
      socket.clear();
    }
  };

  examples['v2-read'] = { url: OWN, method: 'GET', params: {}, token };
  examples['v2-read-reply'] = (await world.post(examples['v2-read'])).body;
  const activity = { url: OWN, method: 'POST', params: { ActivitySid: AVAILABLE }, token };
  await world.post(activity);
  await drain();
  const attributes = { lang: 'es' };
  await world.run({
    type: 'task.create',
    workflowSid: WORKFLOW,
    attributes: { text: JSON.stringify(attributes), value: attributes },
  });
  const [offer] = v2.frames;
  await drain();
  const reservations = await world.command(token, 'GET', `${OWN}/Reservations`, { Active: 'true' });
  examples['v2-list-reply'] = reservations.body;
  const own = `${OWN}/Reservations/${offer?.payload.sid}`;
  examples['v2-accept'] = { url: own, method: 'POST', params: { ReservationStatus: 'accepted' }, token };
  examples['v2-accept-reply'] = (await world.post(examples['v2-accept'])).body;
  await drain();
  examples['v2-error-reply'] = (await world.post(examples['v2-accept'])).body;
  examples['v1-read'] = {
    url: `https://taskrouter.twilio.com/v1/${OWN}`,
    method: 'GET',
    params: {},
    token: v1Token,
    event_type: 'ready',
  };
  examples['v1-read-reply'] = (await world.post(examples['v1-read'], { path: V1_PATH })).body;
  await world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', capacity: 5 });
  await drain();
  await world.time.advance({ kind: 'seconds', seconds: 3_600 });
  await drain();
  return { ...examples, ...(await telephonyExamples()) };
}

/** An instruction, and a change of the conference that comes of it. */
async function telephonyExamples(): Promise<Readonly<Record<string, unknown>>> {
  const world = await World.create();
  const token = await world.accessToken();
  const value = { call_sid: `CA${'1'.repeat(32)}`, called: '+15550100' };
  const attributes = { text: JSON.stringify(value), value };
  const { task } = await world.run({ type: 'task.create', workflowSid: WORKFLOW, routingTarget: ALICE, attributes });
  const reservation = await world.runtime.read(WORKSPACE, ({ tables }) => [...tables.reservation.keys()][0]);
  const instruction = { Instruction: 'conference', To: 'client:alice', EndConferenceOnExit: true };
  const conference = { url: `${OWN}/Reservations/${reservation}`, method: 'POST', params: instruction, token };
  const hold = { url: `${OWN}/CustomerParticipant`, method: 'POST', params: { TaskSid: task?.sid, Hold: true }, token };
  return {
    'v2-conference': conference,
    'v2-conference-reply': (await world.post(conference)).body,
    'v2-hold': hold,
    'v2-hold-reply': (await world.post(hold)).body,
  };
}
