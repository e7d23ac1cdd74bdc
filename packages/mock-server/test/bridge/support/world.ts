import { mintAccessToken, mintTaskQueueToken, mintWorkerToken, mintWorkspaceToken } from '@taskbay/token';
import { type Bridge, createBridge } from '../../../src/edges/bridge/bridge.ts';
import type { Credentials, Logger, RequestHost } from '../../../src/edges/context.ts';
import type { Actor, Command } from '../../../src/engine/commands.ts';
import type { Subject } from '../../../src/engine/events.ts';
import { type ClockMode, ServerClock } from '../../../src/runtime/clock.ts';
import { MemoryJournal } from '../../../src/runtime/memory-journal.ts';
import { Runtime } from '../../../src/runtime/runtime.ts';
import { TimeControl } from '../../../src/runtime/time-control.ts';
import { ManualHost } from '../../../test-support/manual-host.ts';
import { FakeSocket } from './socket.ts';

/** 2026-03-01T12:00:00Z. */
export const NOW = Date.UTC(2026, 2, 1, 12);
export const ORIGIN = 'http://127.0.0.1:8787';
export const PUSH_DELAY = 10;

export const sid = (prefix: string, number: number): string => `${prefix}${number.toString(16).padStart(32, '0')}`;

export const ACCOUNT = sid('AC', 1);
export const WORKSPACE = sid('WS', 2);
export const ALICE = sid('WK', 3);
export const BOB = sid('WK', 4);
export const QUEUE = sid('WQ', 5);
export const WORKFLOW = sid('WW', 6);
export const OFFLINE = sid('WA', 7);
export const AVAILABLE = sid('WA', 8);
export const BREAK = sid('WA', 9);
export const CHANNEL = sid('TC', 10);

export const CREDENTIALS: Credentials = {
  accountSid: ACCOUNT,
  authToken: 'a'.repeat(32),
  apiKeySid: sid('SK', 11),
  apiKeySecret: 'development-secret-of-the-key',
  fromOutside: false,
};

const ADMIN: Actor = { type: 'account', sid: ACCOUNT };

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly body: { readonly payload: never; readonly event_type?: string | null } & Record<string, never>;
  readonly headers: Headers;
  /** The response has gone out. */
  readonly finish: () => void;
}

export interface PostOptions {
  readonly headers?: Record<string, string>;
  readonly path?: string;
  /** Leaves the response unfinished until `finish` is called. */
  readonly unfinished?: boolean;
}

/** A workspace with two workers behind a bridge, on a manual clock and a manual machine; nothing is on a network. */
export class World {
  readonly host = new ManualHost(NOW);
  readonly clock: ServerClock;
  readonly runtime: Runtime;
  readonly time: TimeControl;
  readonly bridge: Bridge;
  readonly log: LogLine[] = [];

  constructor(mode: ClockMode = 'manual') {
    this.clock = new ServerClock(this.host, mode, NOW);
    this.runtime = new Runtime({
      accountSid: ACCOUNT,
      seed: 1,
      journal: new MemoryJournal(),
      clock: this.clock,
      host: this.host,
      onError: (error) => this.note('error', String(error)),
    });
    this.time = new TimeControl(this.runtime);
    const log: Logger = {
      debug: (message, facts) => this.note('debug', message, facts),
      info: (message, facts) => this.note('info', message, facts),
      warn: (message, facts) => this.note('warn', message, facts),
      error: (message, facts) => this.note('error', message, facts),
    };
    this.bridge = createBridge({ runtime: this.runtime, credentials: CREDENTIALS, log });
  }

  static async create(mode: ClockMode = 'manual'): Promise<World> {
    const world = new World(mode);
    await world.seed();
    return world;
  }

  async seed(): Promise<void> {
    const outcome = await this.runtime.createWorkspace(
      {
        type: 'workspace.initialise',
        sid: WORKSPACE,
        accountSid: ACCOUNT,
        friendlyName: 'Support',
        activities: [
          { sid: OFFLINE, friendlyName: 'Offline', available: false },
          { sid: AVAILABLE, friendlyName: 'Available', available: true },
          { sid: BREAK, friendlyName: 'Break', available: false },
        ],
        taskChannels: [{ sid: CHANNEL, friendlyName: 'Default', uniqueName: 'default' }],
        defaultActivity: 'Offline',
        timeoutActivity: 'Offline',
      },
      ADMIN,
    );
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
    await this.run({ type: 'task-queue.create', sid: QUEUE, friendlyName: 'Everyone', targetWorkers: '1==1' });
    await this.run({
      type: 'workflow.create',
      sid: WORKFLOW,
      friendlyName: 'Default',
      configuration: JSON.stringify({ task_routing: { default_filter: { queue: QUEUE } } }),
      taskReservationTimeout: 120,
    });
    for (const [worker, friendlyName] of [
      [ALICE, 'alice'],
      [BOB, 'bob'],
    ] as const) {
      await this.run({
        type: 'worker.create',
        sid: worker,
        friendlyName,
        channels: { default: { capacity: 3 } },
        attributes: { text: '{"skill":"voice"}', value: { skill: 'voice' } },
      });
    }
  }

  /** A command as REST would send it. Throws when it is refused. */
  async run(command: Command): Promise<Subject> {
    const outcome = await this.runtime.dispatch(WORKSPACE, command, ADMIN);
    await this.momentOver();
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
    return outcome.subject;
  }

  async makeAvailable(worker = ALICE): Promise<void> {
    await this.run({ type: 'worker.update', sid: worker, activitySid: AVAILABLE });
  }

  async createTask(): Promise<string> {
    const { task } = await this.run({ type: 'task.create', workflowSid: WORKFLOW });
    if (task === undefined) throw new Error('task.create answers without its task');
    return task.sid;
  }

  accessToken(
    options: { worker?: string | null; role?: string; ttl?: number; now?: number; workspace?: string } = {},
  ): Promise<string> {
    const { worker = ALICE, role = 'worker', ttl = 3600, now = this.host.now(), workspace = WORKSPACE } = options;
    return mintAccessToken({
      accountSid: ACCOUNT,
      apiKeySid: CREDENTIALS.apiKeySid,
      apiKeySecret: CREDENTIALS.apiKeySecret,
      identity: 'alice',
      workspaceSid: workspace,
      ...(worker === null ? {} : { workerSid: worker }),
      role,
      ttl,
      now,
    });
  }

  capabilityToken(options: Partial<Parameters<typeof mintWorkerToken>[0]> = {}): Promise<string> {
    return mintWorkerToken({
      accountSid: ACCOUNT,
      authToken: CREDENTIALS.authToken,
      workspaceSid: WORKSPACE,
      workerSid: ALICE,
      now: this.host.now(),
      ...options,
    });
  }

  workspaceToken(options: Partial<Parameters<typeof mintWorkspaceToken>[0]> = {}): Promise<string> {
    return mintWorkspaceToken({
      accountSid: ACCOUNT,
      authToken: CREDENTIALS.authToken,
      workspaceSid: WORKSPACE,
      now: this.host.now(),
      ...options,
    });
  }

  taskQueueToken(options: Partial<Parameters<typeof mintTaskQueueToken>[0]> = {}): Promise<string> {
    return mintTaskQueueToken({
      accountSid: ACCOUNT,
      authToken: CREDENTIALS.authToken,
      workspaceSid: WORKSPACE,
      taskQueueSid: QUEUE,
      now: this.host.now(),
      ...options,
    });
  }

  /** Opens a socket on the v2 path, or on `path`. Throws when the upgrade is refused. */
  async connect(token: string, options: { path?: string; query?: Record<string, string> } = {}): Promise<FakeSocket> {
    const upgrade = await this.upgrade(token, options);
    if (upgrade.kind === 'refuse') throw new Error(`${upgrade.response.status} ${await upgrade.response.text()}`);
    const socket = new FakeSocket();
    socket.events = upgrade.open(socket);
    return socket;
  }

  upgrade(token: string, { path = '/v1/wschannels', query = {} }: { path?: string; query?: Record<string, string> }) {
    const search = new URLSearchParams({ token, closeExistingSessions: 'false', ...query });
    return this.bridge.socket(new Request(`${ORIGIN}${path}?${search}`));
  }

  async post(
    body: unknown,
    { path = '/v1/wschannels', headers = {}, unfinished = false }: PostOptions = {},
  ): Promise<Reply> {
    const listeners: (() => void)[] = [];
    const host: RequestHost = { onFinished: (run) => listeners.push(run), pushDelayMs: PUSH_DELAY };
    const request = new Request(`${ORIGIN}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    });
    const response = await this.bridge.http(request, host);
    await this.momentOver();
    const reply = await response.json();
    const finish = (): void => {
      for (const run of listeners.splice(0)) run();
    };
    if (!unfinished) finish();
    return { status: response.status, body: reply as Reply['body'], headers: response.headers, finish };
  }

  /** A v2 command. */
  command(token: string, method: string, url: string, params: object = {}, options: PostOptions = {}): Promise<Reply> {
    return this.post({ url, method, params, token }, options);
  }

  /** As a host does before it writes an answer: frames of the moment go out first. */
  momentOver(): Promise<void> {
    return new Promise((resolve) => this.host.soon(resolve));
  }

  /** Host time until frames that follow a response are out. */
  async letFramesOut(milliseconds = PUSH_DELAY): Promise<void> {
    this.host.advance(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  }

  private note(level: string, message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.log.push({ level, message, facts });
  }
}
