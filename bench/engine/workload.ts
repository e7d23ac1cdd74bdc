import { type Applied, apply } from '../../packages/mock-server/src/engine/apply.ts';
import { type Actor, attributesDocument, type Command } from '../../packages/mock-server/src/engine/commands.ts';
import { createState, type State } from '../../packages/mock-server/src/engine/state.ts';

export interface Size {
  readonly workers: number;
  readonly queues: number;
  readonly waiting: number;
}

const WORKSPACE = 'WS00000000000000000000000000000001';
const ACCOUNT: Actor = { type: 'account', sid: 'AC00000000000000000000000000000001' };
const TIMER: Actor = { type: 'workspace', sid: WORKSPACE };
const FILTERS = 50;
const QUEUES_PER_WORKER = 20;
/** Workers who can take a second task at once would hide the cost of finding the next. */
const CAPACITY = 1;
const EXPRESSION_SHARE = 0.1;

/**
 * A workspace of a size: the first half of queues and workers is idle and serves the lifecycles, in the other half
 * nobody is present and all tasks wait. Each worker is in 20 queues, a tenth of the targets has a worker expression.
 */
export class Workload {
  readonly state: State = createState(1, WORKSPACE);
  now = Date.parse('2026-01-05T09:00:00Z');
  readonly idle: string[] = [];
  readonly absent: string[] = [];
  private readonly activities: Record<string, string> = {};
  private readonly workflows: string[] = [];
  private readonly size: Size;
  private turn = 0;

  constructor(size: Size) {
    this.size = size;
    this.send({
      type: 'workspace.initialise',
      sid: WORKSPACE,
      accountSid: ACCOUNT.sid,
      friendlyName: 'bench',
      activities: [
        { friendlyName: 'Offline', available: false },
        { friendlyName: 'Available', available: true },
      ],
      taskChannels: [{ friendlyName: 'Default', uniqueName: 'default' }],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
    });
    for (const { sid, friendlyName } of this.state.tables.activity.values()) this.activities[friendlyName] = sid;
    const queues = this.queues();
    for (let first = 0; first < queues.length; first += FILTERS) this.workflow(queues, first);
    for (let number = 0; number < size.workers; number += 1) this.worker(number);
  }

  /** Fills the waiting half up to a number of tasks. */
  fill(waiting: number): void {
    const half = this.size.queues / 2;
    for (let number = 0; number < waiting; number += 1) this.createTask(half + (number % half));
  }

  /** Create, offer, accept, wrap up, complete; what falls due in between is fired, as the runtime does. */
  lifecycle(): void {
    this.turn += 1;
    const created = this.createTask(this.turn % (this.size.queues / 2));
    const offer = created.events.find(({ type }) => type === 'reservation.created');
    if (offer === undefined) throw new Error('nobody was offered the task');
    for (const status of ['accepted', 'wrapping', 'completed'] as const) {
      this.send({ type: 'reservation.update', sid: offer.resourceSid, status });
    }
    this.advance(1_000);
  }

  flip(sid: string, activity: 'Available' | 'Offline'): Applied {
    return this.send({ type: 'worker.update', sid, activitySid: this.activities[activity] ?? '' });
  }

  retrain(sid: string, number: number, level: number): Applied {
    return this.send({ type: 'worker.update', sid, attributes: this.attributes(number, level) });
  }

  createTask(queue: number): Applied {
    return this.send({
      type: 'task.create',
      workflowSid: this.workflows[Math.floor(queue / FILTERS)] ?? '',
      attributes: document({ q: `q${queue}`, level: queue % 5 }),
      timeout: 1_209_600,
    });
  }

  attributes(number: number, level: number) {
    const half = this.size.queues / 2;
    const from = number % 2 === 0 ? 0 : half;
    const groups = Array.from({ length: Math.min(QUEUES_PER_WORKER, half) }, (_, step) => {
      return `q${from + ((Math.floor(number / 2) + step * 7) % half)}`;
    });
    return document({ groups, level });
  }

  private advance(milliseconds: number): void {
    this.now += milliseconds;
    for (
      let due = this.state.deadlines.next();
      due !== undefined && due.due <= this.now;
      due = this.state.deadlines.next()
    ) {
      const { kind, sid, sequence } = due;
      this.send({ type: 'timer.fire', kind, sid, sequence }, TIMER);
    }
  }

  private queues(): string[] {
    return Array.from({ length: this.size.queues }, (_, number) => {
      const made = this.send({
        type: 'task-queue.create',
        friendlyName: `q${number}`,
        targetWorkers: `groups HAS 'q${number}'`,
      });
      return made.subject.queue?.sid ?? '';
    });
  }

  private workflow(queues: readonly string[], first: number): void {
    const filters = queues.slice(first, first + FILTERS).map((queue, index) => {
      const bound = index % (1 / EXPRESSION_SHARE) === 0 ? { expression: 'worker.level >= task.level' } : {};
      return { expression: `q == 'q${first + index}'`, targets: [{ queue, ...bound }] };
    });
    const configuration = JSON.stringify({ task_routing: { filters } });
    const made = this.send({ type: 'workflow.create', friendlyName: `workflow ${first}`, configuration });
    this.workflows.push(made.subject.workflow?.sid ?? '');
  }

  private worker(number: number): void {
    const idle = number % 2 === 0;
    const made = this.send({
      type: 'worker.create',
      friendlyName: `worker ${number}`,
      activitySid: this.activities[idle ? 'Available' : 'Offline'] ?? '',
      attributes: this.attributes(number, 5),
      channels: { default: { capacity: CAPACITY } },
    });
    (idle ? this.idle : this.absent).push(made.subject.worker?.sid ?? '');
  }

  private send(command: Command, actor: Actor = ACCOUNT): Applied {
    const applied = apply(this.state, command, actor, this.now);
    if (!applied.ok) throw new Error(`${command.type}: ${JSON.stringify(applied.rejection)}`);
    applied.commit();
    return applied;
  }
}

function document(value: object) {
  const parsed = attributesDocument(JSON.stringify(value));
  if (parsed === undefined) throw new Error('attributes are an object');
  return parsed;
}
