import type { Policy } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { util } from '../compat.ts';
import { allow } from '../policies/rule.ts';
import { workerPolicies } from '../policies/worker.ts';
import { workspacePolicies } from '../policies/workspace.ts';
import { allows } from './allows.ts';

const W = f.WORKSPACE_URL;
const R = f.WORKER_URL;

/** What a v1 client asks for when an agent does something. */
const requests = {
  open: ['GET', f.channelUrl(f.WORKER), {}],
  send: ['POST', f.channelUrl(f.WORKER), {}],
  ready: ['GET', R, {}],
  fetchReservations: ['GET', `${R}/Reservations`, {}],
  readTask: ['GET', `${W}/Tasks/WT1`, {}],
  readReservation: ['GET', `${W}/Tasks/WT1/Reservations/WR1`, {}],
  accept: ['POST', `${W}/Tasks/WT1/Reservations/WR1`, { ReservationStatus: 'accepted' }],
  conference: ['POST', `${W}/Tasks/WT1/Reservations/WR1`, { Instruction: 'conference' }],
  completeTask: ['POST', `${W}/Tasks/WT1`, { AssignmentStatus: 'completed' }],
  updateActivity: ['POST', R, { ActivitySid: 'WA1' }],
  updateActivityAndReject: ['POST', R, { ActivitySid: 'WA1', RejectPendingReservations: 'true' }],
  updateAttributes: ['POST', R, { Attributes: '{}' }],
  fetchActivities: ['GET', `${W}/Activities`, {}],
  fetchActivity: ['GET', `${W}/Activities/WA1`, {}],
  fetchChannels: ['GET', `${R}/Channels`, {}],
  fetchStatistics: ['GET', `${R}/Statistics`, { Minutes: 60 }],
  readWorkspace: ['GET', `${W}/`, {}],
} as const satisfies Record<string, readonly [method: string, url: string, params: Record<string, unknown>]>;

type Action = keyof typeof requests;
const every = Object.keys(requests) as Action[];

const refusedBy = (policies: readonly Policy[]): Action[] =>
  every.filter((action) => {
    const [method, url, params] = requests[action];
    return !allows(policies, { method, url, params }).allowed;
  });

const helperDefaults = [
  ...util.defaultEventBridgePolicies(f.ACCOUNT, f.WORKER),
  ...util.defaultWorkerPolicies('v1', f.WORKSPACE, f.WORKER),
].map((policy) => policy.payload());
const documentedSample = [
  ...helperDefaults,
  allow(W, 'GET'),
  allow(`${W}/**`, 'GET'),
  allow(`${W}/Activities`, 'POST'),
  allow(`${R}/Reservations/**`, 'POST'),
];

describe('the rules that public applications write', () => {
  it('automatic, fetch subresources, activity and reservation updates', () => {
    const policies = [
      ...workerPolicies.automatic(f.worker),
      ...workerPolicies.fetchSubresources(f.worker),
      ...workerPolicies.activityUpdates(f.worker),
      ...workerPolicies.reservationUpdates(f.worker),
    ];
    expect(refusedBy(policies)).toEqual([
      'updateActivityAndReject',
      'updateAttributes',
      'fetchActivity',
      'readWorkspace',
    ]);
  });

  it('the event bridge of a worker and everything in the workspace', () => {
    const policies = [
      ...workerPolicies.eventBridge(f.worker),
      allow(W, 'GET'),
      ...workspacePolicies.fetchSubresources(f.workspace),
      ...workspacePolicies.updatesSubresources(f.workspace),
    ];
    expect(refusedBy(policies)).toEqual([]);
  });

  it('the documented sample, which can neither accept nor change the activity', () => {
    const updates = ['accept', 'conference', 'completeTask', 'updateActivity', 'updateActivityAndReject'];
    expect(refusedBy(documentedSample)).toEqual([...updates, 'updateAttributes']);
  });

  it('the same, completed by those who noticed', () => {
    const policies = [...documentedSample, allow(`${W}/Tasks/**`, 'POST'), allow(`${W}/Workers/*`, 'POST')];
    expect(refusedBy(policies)).toEqual([]);
  });
});

describe('what each capability adds to the automatic rules of a worker', () => {
  const automatic = workerPolicies.automatic(f.worker);
  const missing = refusedBy(automatic);
  const addedBy = (name: Exclude<keyof typeof workerPolicies, 'automatic'>) => {
    const still = refusedBy([...automatic, ...workerPolicies[name](f.worker)]);
    return missing.filter((action) => !still.includes(action));
  };

  it.each([
    ['eventBridge', []],
    ['fetchAttributes', []],
    ['fetchSubresources', ['fetchChannels', 'fetchStatistics']],
    ['updates', ['updateActivity', 'updateActivityAndReject', 'updateAttributes']],
    ['updatesSubresources', ['updateActivity', 'updateActivityAndReject', 'updateAttributes']],
    ['delete', []],
    ['deleteSubresources', []],
    ['activityUpdates', ['updateActivity']],
    ['reservationUpdates', ['accept', 'conference', 'completeTask']],
    ['workerFetchAttributes', []],
    ['workerActivityUpdates', ['updateActivity']],
    ['taskReservationUpdates', ['accept', 'conference', 'completeTask']],
  ] as const)('%s', (name, actions) => {
    expect(addedBy(name)).toEqual(actions);
  });

  it('nothing is refused that the automatic rules permit', () => {
    expect(every.filter((action) => !missing.includes(action))).toEqual([
      'open',
      'send',
      'ready',
      'fetchReservations',
      'readTask',
      'readReservation',
      'fetchActivities',
    ]);
  });
});
