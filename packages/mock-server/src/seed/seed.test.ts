import { describe, expect, it } from 'vitest';
import { platformHost } from '../runtime/host.ts';
import { loadSeed } from './load.ts';
import { parseSeed } from './parse.ts';
import { planSeed } from './plan.ts';
import { checkSeed } from './schema.ts';
import { SeedError } from './seed-error.ts';
import { seededSid } from './sids.ts';
import { SUPPORT_DESK } from './support-desk.ts';

const ACCOUNT = 'AC00000000000000000000000000000001';

const on = { accountSid: ACCOUNT, host: platformHost, now: 0 };

/** A small valid seed with one part replaced. */
function seedWith(parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { version: 1, workspaces: [{ ...workspace(), ...parts }] };
}

function workspace() {
  return {
    name: 'Desk',
    activities: [
      { name: 'Offline', available: false },
      { name: 'Available', available: true },
    ],
    taskQueues: [{ name: 'Voice', targetWorkers: '1==1' }],
    workflows: [{ name: 'All', configuration: { task_routing: { default_filter: { queue: 'Voice' } } } }],
    workers: [{ name: 'alice', activity: 'Available', attributes: { skills: ['voice'] } }],
    tasks: [{ workflow: 'All', attributes: { from: '+1' } }],
  };
}

async function problemsOf(seed: object): Promise<readonly { path: string; problem: string }[]> {
  try {
    await loadSeed(seed, on);
  } catch (error) {
    if (error instanceof SeedError) return error.problems;
    throw error;
  }
  return [];
}

const filter = (target: unknown) => ({
  task_routing: { filters: [{ expression: '1==1', targets: [target] }] },
});

/** What is wrong → path of the wrong field. */
const WRONG: Readonly<Record<string, [object, string]>> = {
  'no version': [{ workspaces: [] }, 'version'],
  'another version': [{ version: 2, workspaces: [] }, 'version'],
  'no workspaces': [{ version: 1 }, 'workspaces'],
  'workspaces no list': [{ version: 1, workspaces: {} }, 'workspaces'],
  'an unknown top field': [{ version: 1, workspaces: [], workpaces: [] }, 'workpaces'],
  'a workspace without a name': [seedWith({ name: undefined }), 'workspaces[0].name'],
  'an empty name': [seedWith({ name: '' }), 'workspaces[0].name'],
  'no activities': [seedWith({ activities: [] }), 'workspaces[0].activities'],
  'an activity without availability': [
    seedWith({ activities: [{ name: 'Offline' }] }),
    'workspaces[0].activities[0].available',
  ],
  'available as text': [
    seedWith({ activities: [{ name: 'Offline', available: 'no' }] }),
    'workspaces[0].activities[0].available',
  ],
  'a repeated activity': [
    seedWith({
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
        { name: 'Offline', available: true },
      ],
    }),
    'workspaces[0].activities[2].name',
  ],
  'an unknown default activity': [seedWith({ defaultActivity: 'Lunch' }), 'workspaces[0].defaultActivity'],
  'an unknown timeout activity': [seedWith({ timeoutActivity: 'Lunch' }), 'workspaces[0].timeoutActivity'],
  'a queue without target workers': [
    seedWith({ taskQueues: [{ name: 'Voice' }] }),
    'workspaces[0].taskQueues[0].targetWorkers',
  ],
  'a queue expression that does not compile': [
    seedWith({ taskQueues: [{ name: 'Voice', targetWorkers: 'skills HAS' }] }),
    'workspaces[0].taskQueues[0].targetWorkers',
  ],
  'an unknown order': [
    seedWith({ taskQueues: [{ name: 'Voice', targetWorkers: '1==1', taskOrder: 'RANDOM' }] }),
    'workspaces[0].taskQueues[0].taskOrder',
  ],
  'too many reserved workers': [
    seedWith({ taskQueues: [{ name: 'Voice', targetWorkers: '1==1', maxReservedWorkers: 51 }] }),
    'workspaces[0].taskQueues[0].maxReservedWorkers',
  ],
  'an unknown reservation activity': [
    seedWith({ taskQueues: [{ name: 'Voice', targetWorkers: '1==1', reservationActivity: 'Reserved' }] }),
    'workspaces[0].taskQueues[0].reservationActivity',
  ],
  'a configuration without task_routing': [
    seedWith({ workflows: [{ name: 'All', configuration: {} }] }),
    'workspaces[0].workflows[0].configuration.task_routing',
  ],
  'a configuration that is no JSON': [
    seedWith({ workflows: [{ name: 'All', configuration: '{' }] }),
    'workspaces[0].workflows[0].configuration',
  ],
  'an unknown queue in a target': [
    seedWith({ workflows: [{ name: 'All', configuration: filter({ queue: 'Chat' }) }] }),
    'workspaces[0].workflows[0].configuration.task_routing.filters[0].targets[0].queue',
  ],
  'an unknown queue in the default filter': [
    seedWith({ workflows: [{ name: 'All', configuration: { task_routing: { default_filter: { queue: 'Chat' } } } }] }),
    'workspaces[0].workflows[0].configuration.task_routing.default_filter.queue',
  ],
  'a target expression that does not compile': [
    seedWith({ workflows: [{ name: 'All', configuration: filter({ queue: 'Voice', expression: '==' }) }] }),
    'workspaces[0].workflows[0].configuration',
  ],
  'a reservation timeout of 0': [
    seedWith({ workflows: [{ ...workspace().workflows[0], taskReservationTimeout: 0 }] }),
    'workspaces[0].workflows[0].taskReservationTimeout',
  ],
  'a callback that is no URL': [
    seedWith({ workflows: [{ ...workspace().workflows[0], assignmentCallbackUrl: 'nowhere' }] }),
    'workspaces[0].workflows[0].assignmentCallbackUrl',
  ],
  'a worker in an unknown activity': [
    seedWith({ workers: [{ name: 'alice', activity: 'Lunch' }] }),
    'workspaces[0].workers[0].activity',
  ],
  'a misspelt field of a worker': [
    seedWith({ workers: [{ name: 'alice', actvity: 'Available' }] }),
    'workspaces[0].workers[0].actvity',
  ],
  'worker names that differ by case': [
    seedWith({ workers: [{ name: 'alice' }, { name: 'Alice' }] }),
    'workspaces[0].workers[1].name',
  ],
  'attributes as a list': [
    seedWith({ workers: [{ name: 'alice', attributes: [] }] }),
    'workspaces[0].workers[0].attributes',
  ],
  'attributes too long': [
    seedWith({ workers: [{ name: 'alice', attributes: { a: 'x'.repeat(5_000) } }] }),
    'workspaces[0].workers[0].attributes',
  ],
  'an unknown channel': [
    seedWith({ workers: [{ name: 'alice', channels: { fax: { capacity: 1 } } }] }),
    'workspaces[0].workers[0].channels.fax',
  ],
  'a negative capacity': [
    seedWith({ workers: [{ name: 'alice', channels: { voice: { capacity: -1 } } }] }),
    'workspaces[0].workers[0].channels.voice.capacity',
  ],
  'a task for an unknown workflow': [seedWith({ tasks: [{ workflow: 'Some' }] }), 'workspaces[0].tasks[0].workflow'],
  'a task for an unknown worker': [
    seedWith({ tasks: [{ workflow: 'All', routingTarget: 'bob' }] }),
    'workspaces[0].tasks[0].routingTarget',
  ],
  'a task on an unknown channel': [
    seedWith({ tasks: [{ workflow: 'All', taskChannel: 'fax' }] }),
    'workspaces[0].tasks[0].taskChannel',
  ],
  'a task timeout of 0': [seedWith({ tasks: [{ workflow: 'All', timeout: 0 }] }), 'workspaces[0].tasks[0].timeout'],
  'a start time that is none': [
    seedWith({ tasks: [{ workflow: 'All', virtualStartTime: 'yesterday' }] }),
    'workspaces[0].tasks[0].virtualStartTime',
  ],
  'two workspaces of one name': [{ version: 1, workspaces: [workspace(), workspace()] }, 'workspaces[1].name'],
};

describe('a wrong seed', () => {
  it.each(Object.entries(WRONG))('%s is named by its path', async (_what, [seed, path]) => {
    const problems = await problemsOf(JSON.parse(JSON.stringify(seed)));
    expect(problems.map((problem) => problem.path)).toContain(path);
  });

  it('names every wrong place, the first in full', async () => {
    const seed = seedWith({ defaultActivity: 'Lunch', workers: [{ name: 'alice', activity: 'Tea' }] });
    await expect(loadSeed(seed, on)).rejects.toThrow(
      'The seed is not usable: workspaces[0].defaultActivity names no activity of this workspace: "Lunch" (and 1 more: ' +
        'workspaces[0].workers[0].activity names no activity of this workspace: "Tea")',
    );
  });

  it('is told apart from text that is no document', () => {
    expect(() => parseSeed('version: 1\nworkspaces: [')).toThrow(/neither YAML nor JSON: .* at line 2/);
    expect(() => parseSeed('just text')).toThrow('The seed is not usable: must be an object, not string');
    expect(() => parseSeed('')).toThrow('must be an object, not null');
  });
});

describe('a seed', () => {
  it('reads the same from YAML and from JSON', () => {
    const yaml =
      'version: 1\nworkspaces:\n  - name: Desk\n    activities:\n      - {name: Offline, available: false}\n';
    const json = JSON.stringify({
      version: 1,
      workspaces: [{ name: 'Desk', activities: [{ name: 'Offline', available: false }] }],
    });
    expect(parseSeed(yaml)).toEqual(parseSeed(json));
  });

  it('has names where the engine has SIDs, the same ones on every machine', async () => {
    const [plan] = await planSeed(checkSeed(seedWith()), ACCOUNT);
    const queue = await seededSid(ACCOUNT, 'Desk', 'task-queue', 'Voice');
    expect(queue).toBe('WQ69afb0a6d27cdff707f283290cb0c611');
    expect(plan?.commands.map(({ command }) => command)).toMatchObject([
      { type: 'task-queue.create', sid: queue },
      { type: 'workflow.create', configuration: JSON.stringify({ task_routing: { default_filter: { queue } } }) },
      { type: 'worker.create', activitySid: await seededSid(ACCOUNT, 'Desk', 'activity', 'Available') },
      { type: 'task.create', workflowSid: await seededSid(ACCOUNT, 'Desk', 'workflow', 'All') },
    ]);
  });

  it('keeps a configuration sent as JSON text, but for the names of queues', async () => {
    const configuration = JSON.stringify({ extra: 1, ...filter({ queue: 'Voice', timeout: 5, note: 'x' }) });
    const [plan] = await planSeed(checkSeed(seedWith({ workflows: [{ name: 'All', configuration }] })), ACCOUNT);
    const queue = await seededSid(ACCOUNT, 'Desk', 'task-queue', 'Voice');
    const command = plan?.commands.find(({ command: { type } }) => type === 'workflow.create')?.command;
    expect(command).toMatchObject({ configuration: configuration.replace('"Voice"', JSON.stringify(queue)) });
  });

  it('takes a SID of its own where a name may stand', async () => {
    const queue = await seededSid(ACCOUNT, 'Desk', 'task-queue', 'Voice');
    const configuration = { task_routing: { default_filter: { queue } } };
    expect(await problemsOf(seedWith({ workflows: [{ name: 'All', configuration }] }))).toEqual([]);
  });

  it('gets the standard task channels, and its own beside or instead of them', async () => {
    const taskChannels = [
      { name: 'Telephone', uniqueName: 'voice' },
      { name: 'Fax', uniqueName: 'fax' },
    ];
    const [plan] = await planSeed(checkSeed(seedWith({ taskChannels })), ACCOUNT);
    const names = plan?.initialise.taskChannels.map(({ uniqueName, friendlyName }) => `${uniqueName} ${friendlyName}`);
    expect(names).toEqual(['default Default', 'sms SMS', 'chat Chat', 'video Video', 'voice Telephone', 'fax Fax']);
  });

  it('support-desk is one', async () => {
    expect(await problemsOf(SUPPORT_DESK)).toEqual([]);
  });
});
