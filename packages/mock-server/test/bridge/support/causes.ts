import type { Command } from '../../../src/engine/commands.ts';
import type { Received } from './socket.ts';
import { ALICE, BOB, BREAK, QUEUE, WORKFLOW, WORKSPACE, World } from './world.ts';

/** What happens, and the frames that tell two workers of it: `Alice` holds the task or is offered it, `Bob` is there too. */
interface Cause {
  readonly title: string;
  /** Everything before it. */
  readonly before?: (scene: Scene) => Promise<unknown>;
  readonly happens: (scene: Scene) => Promise<unknown>;
}

/** Alice and Bob on the v2 wire. */
class Scene {
  readonly world: World;
  task = '';

  constructor(world: World) {
    this.world = world;
  }

  run(command: Command): Promise<unknown> {
    return this.world.run(command);
  }

  async offer(): Promise<void> {
    await this.world.makeAvailable(ALICE);
    this.task = await this.world.createTask();
  }

  async held(): Promise<void> {
    await this.offer();
    await this.answer(ALICE, 'accepted');
    await this.world.makeAvailable(BOB);
  }

  /** Moves the worker's live reservation. */
  async answer(workerSid: string, status: 'accepted' | 'rejected' | 'wrapping' | 'completed'): Promise<void> {
    await this.run({ type: 'reservation.update', sid: await this.reservation(workerSid), status });
  }

  async transfer(to: string, mode: 'WARM' | 'COLD' = 'WARM'): Promise<void> {
    const reservationSid = await this.reservation(ALICE);
    await this.run({ type: 'transfer.create', workerSid: ALICE, reservationSid, taskSid: this.task, to, mode });
  }

  async cancelTransfer(): Promise<void> {
    const sid = await this.find(({ transfer }) => transfer.keys().next().value);
    await this.run({ type: 'transfer.cancel', sid, workerSid: ALICE, taskSid: this.task });
  }

  private reservation(workerSid: string): Promise<string> {
    return this.find(
      ({ reservation }) =>
        [...reservation.values()].findLast(
          (one) => one.workerSid === workerSid && ['pending', 'accepted', 'wrapping'].includes(one.status),
        )?.sid,
    );
  }

  private async find(look: (tables: Tables) => string | undefined): Promise<string> {
    const found = await this.world.runtime.read(WORKSPACE, ({ tables }) => look(tables));
    if (found === undefined) throw new Error('There is none');
    return found;
  }
}

type Tables = Parameters<Parameters<World['runtime']['read']>[1]>[0]['tables'];

const attributes = { text: '{"n":1}', value: { n: 1 } };

const ALICES_CHANNEL = { type: 'worker-channel.update', workerSid: ALICE, channel: 'default' } as const;

const CAUSES: readonly Cause[] = [
  {
    title: 'a task is offered to Alice',
    before: ({ world }) => world.makeAvailable(ALICE),
    happens: (scene) => scene.offer(),
  },
  { title: 'she accepts', before: (scene) => scene.offer(), happens: (scene) => scene.answer(ALICE, 'accepted') },
  {
    title: 'she rejects, and Bob is next',
    before: async (scene) => {
      await scene.offer();
      await scene.world.makeAvailable(BOB);
    },
    happens: (scene) => scene.answer(ALICE, 'rejected'),
  },
  {
    title: 'she does not answer in time',
    before: (scene) => scene.offer(),
    happens: ({ world }) => world.time.advance({ kind: 'seconds', seconds: 120 }),
  },
  {
    title: 'both are asked, and she is first to accept',
    before: async (scene) => {
      await scene.run({ type: 'task-queue.update', sid: QUEUE, maxReservedWorkers: 2 });
      await scene.world.makeAvailable(BOB);
      await scene.offer();
    },
    happens: (scene) => scene.answer(ALICE, 'accepted'),
  },
  { title: 'she wraps up', before: (scene) => scene.held(), happens: (scene) => scene.answer(ALICE, 'wrapping') },
  { title: 'she completes', before: (scene) => scene.held(), happens: (scene) => scene.answer(ALICE, 'completed') },
  {
    title: 'the task is canceled while she is asked',
    before: (scene) => scene.offer(),
    happens: (scene) =>
      scene.run({ type: 'task.update', sid: scene.task, assignmentStatus: 'canceled', reason: 'gone' }),
  },
  {
    title: 'the task is deleted while she is asked',
    before: (scene) => scene.offer(),
    happens: (scene) => scene.run({ type: 'task.delete', sid: scene.task }),
  },
  {
    title: 'the task is deleted while she holds it',
    before: (scene) => scene.held(),
    happens: (scene) => scene.run({ type: 'task.delete', sid: scene.task }),
  },
  {
    title: 'attributes, priority or start time of her task change',
    before: (scene) => scene.held(),
    happens: (scene) => scene.run({ type: 'task.update', sid: scene.task, attributes }),
  },
  {
    title: 'a task routed to her cannot be offered for 10 s',
    before: (scene) =>
      scene.run({ type: 'task.create', workflowSid: WORKFLOW, routingTarget: ALICE, ignoreCapacity: false }),
    happens: ({ world }) => world.time.advance({ kind: 'seconds', seconds: 10 }),
  },
  { title: 'her activity changes', happens: ({ world }) => world.makeAvailable(ALICE) },
  {
    title: 'her activity changes with RejectPendingReservations',
    before: (scene) => scene.offer(),
    happens: (scene) =>
      scene.run({ type: 'worker.update', sid: ALICE, activitySid: BREAK, rejectPendingReservations: true }),
  },
  { title: 'her attributes change', happens: (scene) => scene.run({ type: 'worker.update', sid: ALICE, attributes }) },
  {
    title: 'the capacity of a channel of hers changes',
    happens: (scene) => scene.run({ ...ALICES_CHANNEL, capacity: 9 }),
  },
  {
    title: 'its availability changes',
    happens: (scene) => scene.run({ ...ALICES_CHANNEL, available: false }),
  },
  { title: 'she transfers to Bob, warmly', before: (scene) => scene.held(), happens: (scene) => scene.transfer(BOB) },
  {
    title: 'she transfers to Bob, coldly',
    before: (scene) => scene.held(),
    happens: (scene) => scene.transfer(BOB, 'COLD'),
  },
  { title: 'Bob accepts what she transferred', before: toBob, happens: (scene) => scene.answer(BOB, 'accepted') },
  { title: 'Bob rejects what she transferred', before: toBob, happens: (scene) => scene.answer(BOB, 'rejected') },
  { title: 'she takes the transfer back', before: toBob, happens: (scene) => scene.cancelTransfer() },
  {
    title: 'Bob rejects what she transferred to his queue',
    before: async (scene) => {
      await scene.held();
      await scene.transfer(QUEUE);
    },
    happens: (scene) => scene.answer(BOB, 'rejected'),
  },
];

async function toBob(scene: Scene): Promise<void> {
  await scene.held();
  await scene.transfer(BOB);
}

/** The table of docs/PROTOCOL.md: one row for each cause, with the frames it brings to each of the two, in order. */
export async function causesTable(): Promise<string> {
  const rows = await Promise.all(CAUSES.map(row));
  return ['| what happens | Alice is told | Bob is told |', '|---|---|---|', ...rows].join('\n');
}

async function row({ title, before, happens }: Cause): Promise<string> {
  const world = await World.create();
  const scene = new Scene(world);
  const alice = await world.connect(await world.accessToken());
  const bob = await world.connect(await world.accessToken({ worker: BOB }));
  await before?.(scene);
  for (const socket of [alice, bob]) socket.clear();
  await happens(scene);
  await world.letFramesOut();
  return `| ${title} | ${shown(alice.frames)} | ${shown(bob.frames)} |`;
}

function shown(frames: readonly Received[]): string {
  return frames.length === 0 ? '–' : frames.map(frame).join(', ');
}

/** A frame with the statuses in it. */
function frame({ event_type: type, payload }: Received): string {
  const { reservation_status: reservation, transfer_status: transfer, assignment_status: own } = payload;
  const { task, task_transfer: offered } = payload as {
    task?: Received['payload'];
    task_transfer?: Received['payload'];
  };
  const status = task?.assignment_status ?? own;
  const facts = [
    ...(reservation === undefined || type.endsWith(`.${reservation}`) ? [] : [String(reservation)]),
    ...(status === undefined ? [] : [`task ${status}`]),
    ...(transfer === undefined && offered === undefined ? [] : [`transfer ${transfer ?? offered?.transfer_status}`]),
  ];
  return facts.length === 0 ? `\`${type}\`` : `\`${type}\` (${facts.join(', ')})`;
}
