// The main job against a server that this script starts itself: npm run demo
import { startMockServer } from '@taskbay/mock-server';
import { Worker } from '@taskbay/sdk';
import { createTimeline } from './timeline.mjs';

const server = await startMockServer();
const [workspace] = server.ready.workspaces;
const { chapter, say } = createTimeline(() => server.clock.now());

const alice = await connect('alice');
const dave = await connect('dave');

chapter('1. A call comes in, waits, and finds its agent');
const first = await call('es');
say('call', `${await describe(first)}: nobody is available`);
const offer = next(alice, 'reservation.created');
await alice.updateActivity(activity('Available'));
say('alice', 'goes Available');
const reservation = await offer;
say('router', `offers the call to alice, who speaks ${reservation.task.attributes.language}`);
await reservation.accept();
say('alice', `accepts: ${await describe(first)}`);
await reservation.wrap();
say('alice', `hangs up and writes her notes: ${await describe(first)}`);
await reservation.complete();
say('alice', `is done: ${await describe(first)}`);

chapter('2. An agent says no, and the call goes to the next');
await dave.updateActivity(activity('Available'));
const toDave = next(dave, 'reservation.created');
await call('en');
const refused = await toDave;
say('router', 'offers the call to dave: he has been idle longest');
const toAlice = next(alice, 'reservation.created');
await refused.reject({ activitySid: activity('Break') });
say('dave', 'rejects and goes on a break');
const again = await toAlice;
say('router', 'offers the call to alice');
await again.accept();
await again.complete();
say('alice', 'accepts and completes');

chapter('3. Nobody answers, and nobody has to wait for it');
const ignored = next(alice, 'reservation.created');
const third = await call('en');
await ignored;
say('router', 'offers the call to alice, who does not answer');
const timedOut = next(alice, 'reservation.timeout');
const { fired } = await server.time.advance({ seconds: 120 });
say('clock', `is moved on by 120 s; on the way: ${fired.map(({ what }) => what).join(', ')}`);
await timedOut;
say('router', `takes the call back: ${await describe(third)}; alice is ${await activityOf('alice')}`);

chapter('What the workspace wrote down');
const lines = await server.journal({ workspace: workspace.sid });
const counts = new Map();
for (const { type } of lines.filter((line) => /^(task|reservation)\./.test(line.type))) {
  counts.set(type, (counts.get(type) ?? 0) + 1);
}
for (const [type, count] of counts) console.log(`  ${String(count).padStart(3)}  ${type}`);
console.log('\nTry it yourself: npm start, then open the address it prints.');

await Promise.all([alice.disconnect(), dave.disconnect()]);
await server.close();

async function connect(name) {
  const token = await server.token({ worker: name });
  const worker = new Worker(token, { serverUrl: server.url });
  await worker.whenReady();
  say(name, `connects: ready, ${worker.activity.friendlyName}`);
  return worker;
}

/** A voice call, as an application would create it over REST. */
async function call(language) {
  const task = await rest('POST', '/Tasks', {
    TaskChannel: 'voice',
    Attributes: JSON.stringify({ channel: 'voice', language }),
  });
  say('call', `comes in, language ${language}`);
  return task.sid;
}

async function describe(taskSid) {
  const task = await rest('GET', `/Tasks/${taskSid}`);
  return `the call is ${task.assignment_status}${task.assignment_status === 'pending' ? ` in queue ${task.task_queue_friendly_name}` : ''}`;
}

async function activityOf(name) {
  return (await rest('GET', `/Workers/${workspace.workers[name]}`)).activity_name;
}

async function rest(method, path, form) {
  const { accountSid, authToken } = server.ready;
  const answer = await fetch(`${server.url}/v1/Workspaces/${workspace.sid}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${body.message}`);
  return body;
}

function activity(name) {
  return workspace.activities[name];
}

function next(worker, event) {
  return new Promise((resolve) => worker.once(event, resolve));
}
