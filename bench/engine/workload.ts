import { type Applied, apply } from '../../packages/mock-server/src/engine/apply.ts';
import { type Actor, attributesDocument, type Command } from '../../packages/mock-server/src/engine/commands.ts';
import { createStream, nextUint32 } from '../../packages/mock-server/src/engine/random.ts';
import type { AttributesDocument } from '../../packages/mock-server/src/engine/records.ts';
import { createState, type State } from '../../packages/mock-server/src/engine/state.ts';

export interface Size {
  readonly workers: number;
  readonly queues: number;
  readonly waiting: number;
  /** Queues of one worker; undefined: all there are in its half. */
  readonly queuesPerWorker: number | undefined;
}

const WORKSPACE = 'WS00000000000000000000000000000001';
const ACCOUNT: Actor = { type: 'account', sid: 'AC00000000000000000000000000000001' };
const TIMER: Actor = { type: 'workspace', sid: WORKSPACE };
const FILTERS = 50;
/** Workers who can take a second task at once would hide the cost of finding the next. */
const CAPACITY = 1;
const EXPRESSION_SHARE = 0.1;
const LEVEL = 5;

/**
 * A workspace of a size: the first half of queues and workers is idle and serves the lifecycles, in the other half
 * nobody is present and all tasks wait. Each worker is in queues of its own choice, so that hardly two have the same; a
 * tenth of the targets has a worker expression. Attributes are parsed beforehand: that is the work of the edges.
 */
export class Workload {
  readonly state: State = createState(1, WORKSPACE);
  now = Date.parse('2026-01-05T09:00:00Z');
  readonly idle: string[] = [];
  readonly absent: string[] = [];
  private readonly activities: Record<string, string> = {};
  private readonly workflows: string[] = [];
  private readonly skills = new Map<string, number[]>();
  private readonly size: Size;
  private readonly stream = createStream(1, 'workload');
  private prepared: AttributesDocument[] = [];
  private preparedFrom = 0;
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
    for (let number = 0; number < waiting; number += 1) {
      const queue = half + (number % half);
      this.createTask(queue, taskAttributes(queue));
    }
  }

  /** Writes the attributes of the tasks to come. */
  prepare(lifecycles: number): void {
    const half = this.size.queues / 2;
    this.preparedFrom = this.turn;
    this.prepared = Array.from({ length: lifecycles }, (_, ahead) => taskAttributes((this.turn + ahead) % half));
  }

  /** Create, offer, accept, wrap up, complete; what falls due in between is fired, as the runtime does. */
  lifecycle(): void {
    const queue = this.turn % (this.size.queues / 2);
    const attributes = this.prepared[this.turn - this.preparedFrom];
    if (attributes === undefined) throw new Error('prepare the lifecycles first');
    this.turn += 1;
    const created = this.createTask(queue, attributes);
    const offer = created.events.at(-1);
    if (offer?.type !== 'reservation.created') throw new Error('nobody was offered the task');
    for (const status of ['accepted', 'wrapping', 'completed'] as const) {
      this.send({ type: 'reservation.update', sid: offer.resourceSid, status });
    }
    this.advance(1_000);
  }

  flip(sid: string, activity: 'Available' | 'Offline'): Applied {
    return this.send({ type: 'worker.update', sid, activitySid: this.activities[activity] ?? '' });
  }

  /** The attributes of an idle worker who has given up one of its queues for another and has another level. */
  retrained(sid: string, level: number): AttributesDocument {
    const half = this.size.queues / 2;
    const [first = 0, ...others] = this.skills.get(sid) ?? [];
    let next = (first + 1) % half;
    while (others.length < half - 1 && others.includes(next)) next = (next + 1) % half;
    const skills = [...others, next];
    this.skills.set(sid, skills);
    return this.workerAttributes('idle', skills, level);
  }

  retrain(sid: string, attributes: AttributesDocument): Applied {
    return this.send({ type: 'worker.update', sid, attributes });
  }

  private createTask(queue: number, attributes: AttributesDocument): Applied {
    const workflowSid = this.workflows[Math.floor(queue / FILTERS)] ?? '';
    return this.send({ type: 'task.create', workflowSid, attributes, timeout: 1_209_600 });
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
      const everybody = number < this.size.queues / 2 ? "side == 'idle'" : "side == 'absent'";
      const targetWorkers = this.size.queuesPerWorker === undefined ? everybody : `groups HAS 'q${number}'`;
      const made = this.send({ type: 'task-queue.create', friendlyName: `q${number}`, targetWorkers });
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
    const skills = this.choice(idle ? 0 : this.size.queues / 2, this.size.queues / 2);
    const attributes = this.workerAttributes(idle ? 'idle' : 'absent', skills, LEVEL);
    const made = this.send({
      type: 'worker.create',
      friendlyName: `worker ${number}`,
      activitySid: this.activities[idle ? 'Available' : 'Offline'] ?? '',
      attributes,
      channels: { default: { capacity: CAPACITY } },
    });
    const sid = made.subject.worker?.sid ?? '';
    this.skills.set(sid, skills);
    (idle ? this.idle : this.absent).push(sid);
  }

  private workerAttributes(side: 'idle' | 'absent', skills: readonly number[], level: number): AttributesDocument {
    const groups = skills.map((queue) => `q${queue}`);
    return document(this.size.queuesPerWorker === undefined ? { side, level } : { groups, level });
  }

  /** Queues at random, each once, out of `count` from `first` on. */
  private choice(first: number, count: number): number[] {
    const wanted = Math.min(this.size.queuesPerWorker ?? 0, count);
    const chosen = new Set<number>();
    while (chosen.size < wanted) chosen.add(first + (nextUint32(this.stream) % count));
    return [...chosen];
  }

  private send(command: Command, actor: Actor = ACCOUNT): Applied {
    const applied = apply(this.state, command, actor, this.now);
    if (!applied.ok) throw new Error(`${command.type}: ${JSON.stringify(applied.rejection)}`);
    applied.commit();
    return applied;
  }
}

function taskAttributes(queue: number): AttributesDocument {
  return document({ q: `q${queue}`, level: queue % LEVEL });
}

function document(value: object): AttributesDocument {
  const parsed = attributesDocument(JSON.stringify(value));
  if (parsed === undefined) throw new Error('attributes are an object');
  return parsed;
}
