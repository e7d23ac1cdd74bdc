import type { Attributes, SocketAgent, SocketClientKind, SocketOffer } from '../client.ts';
import { Mailbox } from '../support/mailbox.ts';
import { RawV1State, text } from '../support/raw-v1-state.ts';
import { RawV1Wire } from '../support/raw-v1-wire.ts';
import { recordFrame } from '../support/recording-socket.ts';
import { capabilityToken } from '../support/tokens.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';
import { rawV1Line } from './raw-v1-line.ts';

/** No library: the v1 wire written and read by hand, as a page of the old days without Worker.js would. */
export const rawV1: SocketClientKind = {
  name: 'raw ws and fetch (v1 wire)',
  wire: 'v1',
  token: capabilityToken,
  async connect(server, workerName, { ttl, closeExisting = false } = {}) {
    const workspace = workspaceOf(server);
    const workerSid = sidOf(workspace.workers, workerName);
    const token = await capabilityToken(server, workerName, ttl);
    const wire = new RawV1Wire(server, workerSid, token, { closeExistingSessions: closeExisting });
    const session = new Session(wire, `Workspaces/${workspace.sid}`, workerSid);
    await session.open();
    return session.agent();
  },
};

class Session {
  private readonly state = new RawV1State();
  private readonly offers = new Mailbox<string>();
  private readonly told = new Mailbox<string>();
  private readonly wire: RawV1Wire;
  private readonly workspace: string;
  private readonly sid: string;

  constructor(wire: RawV1Wire, workspace: string, sid: string) {
    this.wire = wire;
    this.workspace = workspace;
    this.sid = sid;
  }

  /** Socket, own resource as `ready`, then what the worker holds. */
  async open(): Promise<void> {
    const { wire, state } = this;
    await wire.connect(
      (message) => this.hear(message),
      () => this.told.put(`disconnected ${this.sid}`),
    );
    const { body } = await wire.send({ method: 'GET', url: this.own(), event_type: 'ready' });
    if (body.event_type !== 'ready' || body.payload === undefined) throw new Error(`No ready: ${JSON.stringify(body)}`);
    state.clear();
    state.worker = body.payload;
    for (const channel of await wire.list(`${this.own()}/Channels`, 'channels')) state.channel(channel);
    for (const task of await wire.list(`${this.workspace}/Tasks`, 'tasks')) state.task(task);
    for (const one of await wire.list(`${this.own()}/Reservations`, 'reservations')) state.reservation(one);
    this.told.put(`ready ${this.sid}`);
  }

  agent(): SocketAgent {
    const { state, wire } = this;
    return {
      sid: this.sid,
      setActivity: (activitySid, { rejectPending } = {}) =>
        this.change({
          ActivitySid: activitySid,
          ...(rejectPending === undefined ? {} : { RejectPendingReservations: rejectPending }),
        }),
      activitySid: () => text(state.worker.activity_sid),
      setAttributes: (attributes) => this.change({ Attributes: JSON.stringify(attributes) }),
      attributes: () => JSON.parse(text(state.worker.attributes)) as object,
      channel: (uniqueName) => {
        const channel = state.channels.get(uniqueName);
        if (channel === undefined) throw new Error(`No channel ${uniqueName}`);
        // REST answers with a boolean, frames carry 0 and 1.
        return { capacity: Number(channel.configured_capacity), available: Boolean(channel.available) };
      },
      held: () => state.live(),
      offer: (sid) => this.offer(sid),
      createTask: async (workflowSid, taskQueueSid) => {
        const Attributes = JSON.stringify({ outbound_to: '+15550101', from: '+15550100' });
        const params = { WorkflowSid: workflowSid, TaskQueueSid: taskQueueSid, RoutingTarget: this.sid, Attributes };
        return text((await wire.payload({ method: 'POST', url: `${this.workspace}/Tasks`, params })).sid);
      },
      updateToken: (token) => {
        wire.token = token;
      },
      nextOffer: async () => this.offer(await this.offers.take()),
      told: async (type, sid) => {
        // Coming back is the application's business on this wire: it does so when it waits for it.
        if (type === 'ready' && !wire.open) await this.open();
        await this.told.take((event) => event === `${type} ${sid}`);
      },
      frames: () => wire.frames,
      close: () => wire.close(),
    };
  }

  private own(): string {
    return `${this.workspace}/Workers/${this.sid}`;
  }

  private async change(params: Readonly<Record<string, unknown>>): Promise<void> {
    this.state.worker = await this.wire.payload({ method: 'POST', url: this.own(), params });
  }

  private hear(message: string): void {
    if (message.trim() === '') return;
    const { type, sid, payload } = recordFrame(message);
    this.state.frame(type, payload);
    if (type === 'reservation.created') this.offers.put(sid);
    this.told.put(`${type} ${sid}`);
  }

  private offer(sid: string): SocketOffer {
    const { state, wire } = this;
    const held = () => {
      const reservation = state.reservations.get(sid);
      if (reservation === undefined) throw new Error(`No reservation ${sid}`);
      return reservation;
    };
    const { taskSid } = held();
    const taskUrl = `${this.workspace}/Tasks/${taskSid}`;
    const task = () => state.tasks.get(taskSid) ?? {};
    const move =
      (ReservationStatus: string, more: object = {}) =>
      async (): Promise<void> => {
        const params = { ReservationStatus, ...more };
        state.reservation(await wire.payload({ method: 'POST', url: `${taskUrl}/Reservations/${sid}`, params }));
      };
    const change = async (params: Readonly<Record<string, unknown>>): Promise<void> => {
      state.task(await wire.payload({ method: 'POST', url: taskUrl, params }));
    };
    return {
      sid,
      taskSid,
      accept: move('accepted'),
      reject: move('rejected'),
      wrap: move('wrapping'),
      complete: move('completed'),
      status: () => held().status,
      taskStatus: () => text(task().assignment_status),
      taskAttributes: () => JSON.parse(text(task().attributes)) as object,
      rejectInto: (activitySid) => move('rejected', { WorkerActivitySid: activitySid })(),
      setTaskAttributes: (attributes: Attributes) => change({ Attributes: JSON.stringify(attributes) }),
      wrapUpTask: (reason) => change({ AssignmentStatus: 'wrapping', Reason: reason }),
      completeTask: (reason) => change({ AssignmentStatus: 'completed', Reason: reason }),
      line: rawV1Line((params) => wire.payload({ method: 'POST', url: `${taskUrl}/Reservations/${sid}`, params })),
    };
  }
}
