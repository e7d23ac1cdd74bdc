import { allow } from '@taskbay/token';
import type { FakeSocket, Received } from './socket.ts';
import { ACCOUNT, ALICE, AVAILABLE, BOB, BREAK, OFFLINE, QUEUE, WORKFLOW, WORKSPACE, World } from './world.ts';

type Params = Readonly<Record<string, unknown>>;

export interface GoldenFrame {
  readonly v2: Received | undefined;
  readonly v1: Received | undefined;
}

export interface GoldenCommand {
  /** What it does, as the page's heading. */
  readonly title: string;
  readonly wire: 'v1' | 'v2';
  readonly request: object;
  readonly status: number;
  readonly reply: object;
}

export interface Golden {
  /** By event type; a second kind of an event has a note behind its type. */
  readonly frames: ReadonlyMap<string, GoldenFrame>;
  readonly commands: readonly GoldenCommand[];
}

const AT = `Workspaces/${WORKSPACE}`;
const OWN = `${AT}/Workers/${ALICE}`;
const TRANSFER_KEYS = ['task_transfer', 'active_outgoing_task_transfer'] as const;

/** Alice on both wires, Bob beside her, and everything that the bridge can tell or be asked, once. */
export async function goldenExchanges(): Promise<Golden> {
  const book = await Book.open();
  await book.readAndChange();
  await book.offers();
  await book.endings();
  await book.transfers();
  await book.commandsOfV1();
  await book.expiry();
  return { frames: book.frames, commands: book.commands };
}

interface HeldList {
  readonly reservations: readonly [{ readonly sid: string; readonly task_sid: string }];
}

class Book {
  readonly frames = new Map<string, GoldenFrame>();
  readonly commands: GoldenCommand[] = [];
  private readonly world: World;
  private readonly token: string;
  private readonly v1Token: string;
  private readonly v2: FakeSocket;
  private readonly v1: FakeSocket;

  private constructor(world: World, tokens: readonly [string, string], sockets: readonly [FakeSocket, FakeSocket]) {
    this.world = world;
    [this.token, this.v1Token] = tokens;
    [this.v2, this.v1] = sockets;
  }

  static async open(): Promise<Book> {
    const world = await World.create();
    const tokens = [await world.accessToken(), await world.capabilityToken()] as const;
    const v2 = await world.connect(tokens[0]);
    const v1 = await world.connect(tokens[1], { path: `/v1/wschannels/${ACCOUNT}/${ALICE}` });
    return new Book(world, tokens, [v2, v1]);
  }

  async readAndChange(): Promise<void> {
    await this.ask('the worker', 'GET', OWN);
    await this.ask('workers', 'GET', `${AT}/Workers`, { PageSize: 1 });
    await this.ask('activities, a page at a time', 'GET', `${AT}/Activities`, { PageSize: 2 });
    await this.ask('the next page', 'GET', `${AT}/Activities`, { PageSize: 2, AfterSid: AVAILABLE });
    await this.ask('one activity', 'GET', `${AT}/Activities/${BREAK}`);
    const channels = await this.ask('the worker’s channels', 'GET', `${OWN}/WorkerChannels`);
    const [channel] = (channels as { readonly contents: readonly { readonly sid: string }[] }).contents;
    await this.ask('one channel', 'GET', `${OWN}/WorkerChannels/${channel?.sid}`);
    await this.ask('queues in an order of their own', 'GET', `${AT}/TaskQueues`, { Ordering: 'DateUpdated:asc' });
    await this.ask('one queue', 'GET', `${AT}/TaskQueues/${QUEUE}`);
    await this.ask('into another activity', 'POST', OWN, { ActivitySid: AVAILABLE });
    await this.ask('new attributes', 'POST', OWN, { Attributes: { skill: 'chat' } });
    const supervisor = await this.world.accessToken({ role: 'supervisor' });
    const change = { Capacity: 5, Available: true };
    await this.ask('capacity, as a supervisor', 'POST', `${OWN}/WorkerChannels/${channel?.sid}`, change, supervisor);
    await this.world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', available: false });
    await this.world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', available: true });
    await this.drain();
  }

  async offers(): Promise<void> {
    const params = {
      WorkflowSid: WORKFLOW,
      TaskQueueSid: QUEUE,
      RoutingTarget: ALICE,
      Attributes: { outbound_to: '+15550101', from: '+15550100' },
      TaskChannelUniqueName: 'default',
    };
    const task = await this.ask('a task for itself', 'POST', `${AT}/Tasks`, params);
    const taskUrl = `${AT}/Tasks/${sidOf(task)}`;
    const list = await this.ask('its live reservations', 'GET', `${OWN}/Reservations`, { Active: 'true' });
    const [{ sid }] = (list as { readonly contents: readonly [{ readonly sid: string }] }).contents;
    await this.ask('one reservation', 'GET', `${OWN}/Reservations/${sid}`);
    await this.ask('reservations of a task', 'GET', `${taskUrl}/Reservations`);
    await this.ask('one of them', 'GET', `${taskUrl}/Reservations/${sid}`);
    await this.ask('acceptance', 'POST', `${OWN}/Reservations/${sid}`, { ReservationStatus: 'accepted' });
    await this.ask('acceptance once more', 'POST', `${OWN}/Reservations/${sid}`, { ReservationStatus: 'accepted' });
    await this.ask('the task', 'GET', taskUrl);
    await this.ask('tasks', 'GET', `${AT}/Tasks`, { PageSize: 1 });
    await this.ask('attributes of the task', 'POST', taskUrl, { Attributes: { topic: 'refund' } });
    await this.ask('wrap-up, by the task’s path', 'POST', `${taskUrl}/Reservations/${sid}`, {
      ReservationStatus: 'wrapping',
    });
    await this.ask('completion of the task', 'POST', taskUrl, { AssignmentStatus: 'completed', Reason: 'solved' });
  }

  /** The other ends of an offer. */
  async endings(): Promise<void> {
    await this.world.createTask();
    const rejected = await this.offered();
    await this.world.run({ type: 'task-queue.update', sid: QUEUE, maxReservedWorkers: 2 });
    await this.ask('rejection, and into an activity', 'POST', `${OWN}/Reservations/${rejected}`, {
      ReservationStatus: 'rejected',
      WorkerActivitySid: BREAK,
    });
    await this.world.makeAvailable(BOB);
    const taken = await this.bobHolds();
    await this.world.makeAvailable(ALICE);
    const both = await this.world.createTask();
    await this.drain();
    await this.world.run({ type: 'reservation.update', sid: await this.bobsPart(both), status: 'accepted' });
    for (const sid of [taken, both]) await this.world.run({ type: 'task.update', sid, assignmentStatus: 'completed' });
    await this.world.run({ type: 'worker.update', sid: BOB, activitySid: OFFLINE });
    const canceled = await this.world.createTask();
    await this.world.run({ type: 'task.update', sid: canceled, assignmentStatus: 'canceled', reason: 'hung up' });
    const left = await this.world.createTask();
    await this.drain();
    await this.world.time.advance({ kind: 'seconds', seconds: 120 });
    await this.world.run({ type: 'task.update', sid: left, assignmentStatus: 'canceled' });
    await this.world.run({ type: 'task.create', workflowSid: WORKFLOW, routingTarget: ALICE, ignoreCapacity: false });
    await this.world.time.advance({ kind: 'seconds', seconds: 10 });
    await this.drain();
  }

  /** Alice hands her task to Bob or the queue, and once he hands his to her. */
  async transfers(): Promise<void> {
    await this.world.makeAvailable(ALICE);
    const task = await this.world.createTask();
    const held = await this.offered();
    await this.world.run({ type: 'reservation.update', sid: held, status: 'accepted' });
    await this.world.makeAvailable(BOB);
    await this.drain();
    const transfers = `${OWN}/Transfers`;
    const start = { ReservationSid: held, TaskSid: task, To: BOB, Mode: 'WARM' };
    const first = await this.ask('a transfer', 'POST', transfers, start);
    await this.ask('its reservation meanwhile', 'GET', `${OWN}/Reservations/${held}`);
    const cancel = { TaskSid: task, TransferStatus: 'canceled' };
    await this.ask('a transfer taken back', 'POST', `${transfers}/${sidOf(first)}`, cancel);
    await this.command('POST', transfers, start);
    await this.world.run({ type: 'reservation.update', sid: await this.bobsPart(task), status: 'rejected' });
    const toQueue = await this.command('POST', transfers, { ...start, To: QUEUE });
    await this.world.run({ type: 'reservation.update', sid: await this.bobsPart(task), status: 'rejected' });
    await this.command('POST', `${transfers}/${sidOf(toQueue)}`, cancel);
    await this.command('POST', transfers, start);
    await this.world.run({ type: 'reservation.update', sid: await this.bobsPart(task), status: 'accepted' });
    await this.drain();
    await this.world.run({ type: 'reservation.update', sid: held, status: 'completed' });
    const back = { reservationSid: await this.bobsPart(task), taskSid: task, to: ALICE, mode: 'WARM' } as const;
    await this.world.run({ type: 'transfer.create', workerSid: BOB, ...back });
    await this.drain();
    await this.world.run({ type: 'reservation.update', sid: await this.offered(), status: 'accepted' });
    await this.drain();
  }

  async commandsOfV1(): Promise<void> {
    const base = `https://taskrouter.twilio.com/v1/${AT}`;
    const own = `${base}/Workers/${ALICE}`;
    await this.askV1('the worker, as the client’s ready', { url: own, method: 'GET', event_type: 'ready' });
    await this.askV1('into another activity', { url: own, method: 'POST', params: { ActivitySid: BREAK } });
    const held = await this.askV1('reservations of the worker', {
      url: `${own}/Reservations`,
      method: 'GET',
      params: { ReservationStatus: 'accepted', PageSize: 1 },
    });
    const [{ sid, task_sid: task }] = (held as HeldList).reservations;
    await this.askV1('a task', { url: `${base}/Tasks/${task}`, method: 'GET' });
    const url = `${base}/Tasks/${task}/Reservations/${sid}`;
    await this.askV1('wrap-up', { url, method: 'POST', params: { ReservationStatus: 'wrapping' } });
    await this.askV1('activities', { url: `${base}/Activities`, method: 'GET', params: { PageSize: 1 } });
    await this.askV1('what the token does not permit', { url: `${base}/Workers/${BOB}`, method: 'GET' });
    const policies = (['GET', 'POST', 'DELETE'] as const).flatMap((method) => [
      allow(`https://event-bridge.twilio.com/v1/wschannels/${ACCOUNT}/${WORKSPACE}`, method),
      allow(`${base}/**`, method),
    ]);
    const channel = { sid: WORKSPACE, token: await this.world.workspaceToken({ policies }) };
    await this.askV1(
      'the workspace on its own channel',
      { url: `${base}/`, method: 'GET', event_type: 'ready' },
      channel,
    );
    const params = { FriendlyName: 'Lunch', Available: false };
    const made = await this.askV1('creation', { url: `${base}/Activities`, method: 'POST', params }, channel);
    await this.askV1('deletion', { url: `${base}/Activities/${sidOf(made)}`, method: 'DELETE' }, channel);
  }

  async expiry(): Promise<void> {
    await this.world.time.advance({ kind: 'seconds', seconds: 3_600 });
    await this.drain();
    await this.ask('a command with a token that has ended', 'GET', OWN);
  }

  /** A v2 command that the page shows, with the frames that it causes. */
  private async ask(title: string, method: string, url: string, params: Params = {}, token = this.token) {
    const request = { url, method, params, token };
    const { status, body } = await this.world.post(request);
    this.commands.push({ title, wire: 'v2', request, status, reply: body });
    await this.drain();
    return (body as { readonly payload?: object }).payload;
  }

  private async askV1(title: string, envelope: Params, channel = { sid: ALICE, token: this.v1Token }) {
    const request = { ...envelope, token: channel.token };
    const { status, body } = await this.world.post(request, { path: `/v1/wschannels/${ACCOUNT}/${channel.sid}` });
    this.commands.push({ title, wire: 'v1', request, status, reply: body });
    await this.drain();
    return (body as { readonly payload?: object }).payload;
  }

  /** The same without showing it. */
  private async command(method: string, url: string, params: Params): Promise<object> {
    const { status, body } = await this.world.command(this.token, method, url, params);
    if (status !== 200) throw new Error(JSON.stringify(body));
    await this.drain();
    return (body as { readonly payload: object }).payload;
  }

  /** Keeps the first frame of every kind, as each wire wrote it. */
  private async drain(): Promise<void> {
    await this.world.letFramesOut();
    const [v2, v1] = [this.v2.frames, this.v1.frames];
    this.v2.clear();
    this.v1.clear();
    for (const frame of v2) {
      const name = kindOf(frame);
      const twin = v1.find((one) => sameEvent(one, frame));
      if (!this.frames.has(name)) this.frames.set(name, { v2: frame, v1: twin });
    }
  }

  /** Alice's newest pending reservation. */
  private async offered(): Promise<string> {
    await this.drain();
    return this.pending(ALICE);
  }

  private async pending(workerSid: string): Promise<string> {
    const found = await this.world.runtime.read(WORKSPACE, ({ tables }) =>
      [...tables.reservation.values()].filter((one) => one.workerSid === workerSid && one.status === 'pending').at(-1),
    );
    if (found === undefined) throw new Error(`${workerSid} has no offer`);
    return found.sid;
  }

  /** Bob's live reservation of a task. */
  private async bobsPart(taskSid: string): Promise<string> {
    await this.drain();
    const found = await this.world.runtime.read(WORKSPACE, ({ tables }) =>
      [...tables.reservation.values()]
        .filter((one) => one.workerSid === BOB && one.taskSid === taskSid)
        .filter(({ status }) => status === 'pending' || status === 'accepted')
        .at(-1),
    );
    if (found === undefined) throw new Error(`Bob has no part in ${taskSid}`);
    return found.sid;
  }

  /** Bob takes what Alice rejected; resolves with its task. */
  private async bobHolds(): Promise<string> {
    const sid = await this.pending(BOB);
    const { task } = await this.world.run({ type: 'reservation.update', sid, status: 'accepted' });
    await this.drain();
    return task?.sid ?? '';
  }
}

function kindOf({ event_type, payload }: Received): string {
  const key = TRANSFER_KEYS.find((name) => name in payload);
  return key === undefined ? event_type : `${event_type} with ${key}`;
}

/** The same event on the other wire: a reservation's frame there has the task's SID on top. */
function sameEvent(one: Received, frame: Received): boolean {
  if (one.event_type !== frame.event_type) return false;
  return one.payload.sid === frame.payload.sid || one.payload.reservation_sid === frame.payload.sid;
}

function sidOf(payload: object | undefined): string {
  const { sid } = (payload ?? {}) as { readonly sid?: string };
  if (sid === undefined) throw new Error('the answer has no sid');
  return sid;
}
