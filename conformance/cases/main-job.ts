import type { MockServer } from '@taskbay/mock-server';
import { FRAME_EVENT_TYPES } from '@taskbay/protocol';
import type { Agent } from '../client.ts';
import { isLive } from '../support/live.ts';
import { restWorkspace } from '../support/server.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';

/** Two Spanish-speaking agents, one queue that both serve, offers that last two minutes. */
export const MAIN_JOB_SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Main job',
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
      taskQueues: [
        { name: 'Spanish', targetWorkers: 'languages HAS "es"' },
        { name: 'Everyone', targetWorkers: '1==1' },
      ],
      workflows: [
        {
          name: 'By language',
          taskReservationTimeout: 120,
          configuration: {
            task_routing: {
              filters: [
                {
                  filter_friendly_name: 'Spanish',
                  expression: 'language == "es"',
                  targets: [{ queue: 'Spanish', timeout: 600 }, { queue: 'Everyone' }],
                },
              ],
              default_filter: { queue: 'Everyone' },
            },
          },
        },
      ],
      workers: [
        { name: 'alice', attributes: { languages: ['es', 'en'] } },
        { name: 'bob', attributes: { languages: ['es'] } },
      ],
    },
  ],
} as const;

type JournalLine = Awaited<ReturnType<MockServer['journal']>>[number];

export interface Fact {
  readonly type: string;
  readonly sid: string;
}

export interface MainJobResult {
  /** What happened, for a reader. */
  readonly transcript: readonly string[];
  /** (type, resource SID) per channel, restricted to the types that a socket carries. */
  readonly journal: readonly Fact[];
  readonly events: readonly Fact[];
  readonly frames: readonly Fact[] | undefined;
}

/** The main job through one agent's client; everything else is done over REST with the vendor's client. */
export async function mainJob(server: MockServer, agent: Agent): Promise<MainJobResult> {
  const workspace = workspaceOf(server);
  const rest = restWorkspace(server);
  const available = sidOf(workspace.activities, 'Available');
  const offline = sidOf(workspace.activities, 'Offline');
  const bob = sidOf(workspace.workers, 'bob');
  const transcript: string[] = [];
  const say = (line: string): void => {
    transcript.push(line);
  };
  const createTask = () => rest.tasks.create({ attributes: JSON.stringify({ language: 'es' }) });
  const start = await lastSequence(server);

  const first = await createTask();
  const waiting = await rest.tasks(first.sid).fetch();
  say(`task 1 is ${waiting.assignmentStatus} in queue ${waiting.taskQueueFriendlyName}`);
  await agent.setActivity(available);
  await agent.told('worker.activity.update', agent.sid);
  say('alice is Available');
  const one = await agent.nextOffer();
  say(`alice is offered ${name(first.sid, one.taskSid)}`);
  await one.accept();
  await agent.told('reservation.accepted', one.sid);
  say(`alice accepted: task 1 is ${(await rest.tasks(first.sid).fetch()).assignmentStatus}`);
  await one.wrap();
  await agent.told('reservation.wrapup', one.sid);
  say(`alice wraps up: task 1 is ${(await rest.tasks(first.sid).fetch()).assignmentStatus}`);
  await one.complete();
  await agent.told('reservation.completed', one.sid);
  say(`alice completed: task 1 is ${(await rest.tasks(first.sid).fetch()).assignmentStatus}`);

  await rest.workers(bob).update({ activitySid: available });
  const second = await createTask();
  say(`task 2 goes to ${await holder(server, second.sid)}, idle longest`);
  await endFor(server, second.sid);

  const third = await createTask();
  const two = await agent.nextOffer();
  say(`alice is offered ${name(third.sid, two.taskSid, 'task 3')}, idle longest now`);
  await two.reject();
  await agent.told('reservation.rejected', two.sid);
  say(`alice rejected: task 3 is offered again, to ${await holder(server, third.sid)}`);
  await endFor(server, third.sid);

  await rest.workers(bob).update({ activitySid: offline });
  const fourth = await createTask();
  const three = await agent.nextOffer();
  say(`alice is offered ${name(fourth.sid, three.taskSid, 'task 4')} and does not answer`);
  const { fired } = await server.time.advance({ seconds: 120 });
  // A client in process runs on the server's clock too.
  const ours = fired.map(({ what }) => what).filter((what) => what !== 'client timer');
  say(`120 s later: ${ours.join(', ')}`);
  await agent.told('reservation.timeout', three.sid);
  await agent.told('worker.activity.update', agent.sid);
  const { activityName } = await rest.workers(agent.sid).fetch();
  say(`alice is ${activityName}, task 4 is ${(await rest.tasks(fourth.sid).fetch()).assignmentStatus} again`);

  await server.settle();
  return { transcript, ...(await channels(server, agent, start)) };
}

function name(expected: string, actual: string, label = 'task 1'): string {
  return expected === actual ? label : `another task (${actual})`;
}

async function lastSequence(server: MockServer): Promise<number> {
  return (await server.journal({ workspace: workspaceOf(server).sid })).at(-1)?.sequence ?? 0;
}

/** Who holds a pending offer of the task. */
async function holder(server: MockServer, taskSid: string): Promise<string> {
  const pending = await restWorkspace(server).tasks(taskSid).reservations.list({ reservationStatus: 'pending' });
  return pending.map(({ workerName }) => workerName).join(', ') || 'nobody';
}

/** Accepts and completes the pending offer of a task over REST. */
async function endFor(server: MockServer, taskSid: string): Promise<void> {
  const { reservations } = restWorkspace(server).tasks(taskSid);
  const [offer] = await reservations.list({ reservationStatus: 'pending' });
  if (offer === undefined) throw new Error(`Task ${taskSid} is offered to nobody`);
  await offer.update({ reservationStatus: 'accepted' });
  await offer.update({ reservationStatus: 'completed' });
}

/** `task.updated` of a status change is told on sockets only, and the job changes no task otherwise. */
const COMPARED: ReadonlySet<string> = new Set(FRAME_EVENT_TYPES.filter((type) => type !== 'task.updated'));

async function channels(server: MockServer, agent: Agent, start: number) {
  const workspace = workspaceOf(server);
  const lines = await server.journal({ workspace: workspace.sid, after: start });
  const told = concerning(agent.sid, lines);
  const events = await restWorkspace(server).events.list({ minutes: 60, pageSize: 1000 });
  const frames = agent.frames()?.filter(({ type }) => COMPARED.has(type));
  return {
    journal: lines.filter(({ sid }) => told.has(sid)).map(({ type, resourceSid }) => ({ type, sid: resourceSid })),
    events: events
      .filter(({ sid }) => told.has(sid))
      .reverse()
      .map(({ eventType, resourceSid }) => ({ type: eventType, sid: resourceSid })),
    frames: frames?.map(({ type, sid }) => ({ type, sid })),
  };
}

/** SIDs of the events that a worker's socket carries: its own, and those of tasks it holds or has just let go of. */
function concerning(workerSid: string, lines: readonly JournalLine[]): ReadonlySet<string> {
  const told = new Set<string>();
  const held = new Map<string, number>();
  for (const { type, sid, command, data } of lines) {
    const task = String(data.task_sid);
    const own = data.worker_sid === workerSid;
    if (own && type.startsWith('reservation.')) {
      held.set(task, isLive(data.reservation_status) ? Number.POSITIVE_INFINITY : command);
    }
    const holds = data.worker_sid === undefined && command <= (held.get(task) ?? 0);
    if (COMPARED.has(type) && (own || holds)) told.add(sid);
  }
  return told;
}
