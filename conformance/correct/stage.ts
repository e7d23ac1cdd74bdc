import { type InProcessServer, startMockServer } from '@taskbay/mock-server';
import type { Clock } from '@taskbay/sdk';
import { expect } from 'vitest';
import { FakeOrigin } from '../../packages/sdk/test-support/tabs-platform.ts';
import { oneAgentDesk } from '../support/one-agent-desk.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';
import type { Desk, DeskKind, DeskParts } from './desk.ts';
import { Wire } from './wire.ts';

const SEED = oneAgentDesk({ name: 'Correct', capacity: 10, attributes: { n: 0 } });

/** One client, its server and the wire between them; time passes when a check says so. */
export class CorrectStage {
  readonly wire: Wire;
  readonly escaped: unknown[] = [];
  /** Timers that the client has armed and that have neither fired nor been cancelled. */
  readonly timers = new Set<unknown>();
  readonly #server: InProcessServer;
  readonly #kind: DeskKind;
  readonly #origin = new FakeOrigin();

  constructor(server: InProcessServer, kind: DeskKind) {
    this.#server = server;
    this.#kind = kind;
    this.wire = new Wire(server);
  }

  start(): Promise<Desk> {
    return this.#start({});
  }

  /** The same worker in one more tab of the browser. */
  startTab(): Promise<Desk> {
    return this.#start({ tab: this.#origin.open() });
  }

  async #start(where: Pick<DeskParts, 'tab'>): Promise<Desk> {
    const workspace = workspaceOf(this.#server);
    const token = await this.#server.token({ worker: 'alice', kind: this.#kind.token, ttl: 86_400 });
    return this.#kind.start({
      server: this.#server,
      wire: this.wire,
      clock: this.#countingClock(),
      token,
      workerSid: sidOf(workspace.workers, 'alice'),
      workspaceSid: workspace.sid,
      escaped: (error) => this.escaped.push(error),
      ...where,
    });
  }

  /** Started, and ready. */
  async ready(): Promise<Desk> {
    const desk = await this.start();
    await this.pass(0);
    expect(desk.log.at(-1)).toBe('ready');
    return desk;
  }

  /** Seconds of server time. */
  async pass(seconds: number): Promise<void> {
    await this.#server.settle();
    await this.#server.time.advance({ seconds });
  }

  async newTask(): Promise<{ readonly task: string; readonly reservation: string }> {
    const { sid } = await this.#rest('Tasks', {});
    const { reservations } = await this.#rest(`Tasks/${sid}/Reservations`);
    return { task: String(sid), reservation: (reservations as { sid: string }[])[0]?.sid ?? 'none' };
  }

  async cancel(task: string): Promise<void> {
    await this.#rest(`Tasks/${task}`, { AssignmentStatus: 'canceled' });
  }

  async setAttributes(attributes: object): Promise<void> {
    const worker = sidOf(workspaceOf(this.#server).workers, 'alice');
    await this.#rest(`Workers/${worker}`, { Attributes: JSON.stringify(attributes) });
  }

  async #rest(path: string, form?: Record<string, string>): Promise<Readonly<Record<string, unknown>>> {
    const { accountSid, authToken } = this.#server.ready;
    const response = await this.#server.fetch(
      `${this.#server.url}/v1/Workspaces/${workspaceOf(this.#server).sid}/${path}`,
      {
        method: form === undefined ? 'GET' : 'POST',
        headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      },
    );
    return (await response.json()) as Readonly<Record<string, unknown>>;
  }

  #countingClock(): Clock {
    const { clock } = this.#server;
    const { timers } = this;
    return {
      now: () => clock.now(),
      setTimeout(run, milliseconds) {
        const timer = clock.setTimeout(() => {
          timers.delete(timer);
          run();
        }, milliseconds);
        timers.add(timer);
        return timer;
      },
      clearTimeout(timer) {
        timers.delete(timer);
        clock.clearTimeout(timer);
      },
    };
  }
}

export async function onStage(kind: DeskKind, check: (stage: CorrectStage) => Promise<void>): Promise<void> {
  await using server = await startMockServer({ listen: false, seed: SEED });
  await check(new CorrectStage(server, kind));
}
