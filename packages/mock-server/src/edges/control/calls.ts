import * as v from 'valibot';
import type { Actor, Command } from '../../engine/commands.ts';
import { type State, workspaceOf } from '../../engine/state.ts';
import { CALL_OUTCOMES } from '../../engine/telephony/commands.ts';
import { type Call, type Conference, PHONE_BEHAVIOURS } from '../../engine/telephony/records.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { renderRefusal } from '../errors.ts';
import { readBody } from './body.ts';
import { findSubject } from './lookup.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

const PHONE = v.strictObject({
  to: v.pipe(v.string('must be text'), v.minLength(1, 'must not be empty')),
  behaviour: v.picklist(PHONE_BEHAVIOURS, `must be one of ${PHONE_BEHAVIOURS.join(', ')}`),
  workspace: v.exactOptional(v.string('must be the name or SID of a workspace')),
});

const CALL = v.strictObject({
  status: v.picklist(CALL_OUTCOMES, `must be one of ${CALL_OUTCOMES.join(', ')}`),
});

/** Calls that ring or are in progress, and conferences, of all workspaces. */
export const listCalls: ControlCall = async ({ runtime }) => {
  const calls: object[] = [];
  const conferences: object[] = [];
  for (const workspace of runtime.workspaces()) {
    await runtime.read(workspace, (state) => {
      for (const call of state.tables.call.values()) calls.push(callAnswer(state, call));
      for (const conference of state.tables.conference.values()) conferences.push(conferenceAnswer(state, conference));
    });
  }
  return Response.json({ calls, conferences });
};

/** What happens on the line of one call; a customer's goes by the SID that the task's `call_sid` names. */
export const updateCall: ControlCall = async ({ runtime }, request, path) => {
  const sid = path['sid'] ?? '';
  const { status } = await readBody(request, CALL);
  for (const workspace of runtime.workspaces()) {
    if (await dispatch(runtime, workspace, { type: 'call.update', sid, status })) return Response.json({ sid, status });
  }
  throw new ControlRefusal('not_found', `There is no call ${sid}; those that have ended are gone`);
};

/** How numbers behave that do not simply answer, of all workspaces. */
export const listPhones: ControlCall = async ({ runtime }) => {
  const phones: object[] = [];
  for (const workspace of runtime.workspaces()) {
    await runtime.read(workspace, ({ tables }) => {
      for (const { sid: to, behaviour } of tables.phone.values()) phones.push({ workspace, to, behaviour });
    });
  }
  return Response.json(phones);
};

/** Says what becomes of the calls that a number gets from now on. */
export const setPhone: ControlCall = async ({ runtime }, request) => {
  const { to, behaviour, workspace: named } = await readBody(request, PHONE);
  const workspace = named === undefined ? onlyWorkspace(runtime) : (await findSubject(runtime, 'workspace', named)).sid;
  await dispatch(runtime, workspace, { type: 'phone.set', to, behaviour });
  return Response.json({ workspace, to, behaviour });
};

function onlyWorkspace(runtime: Runtime): string {
  const [first, second] = runtime.workspaces();
  if (first !== undefined && second === undefined) return first;
  throw new ControlRefusal('invalid_request', 'workspace is required unless the server has exactly one');
}

/** False when the workspace has nothing of that SID. */
async function dispatch(runtime: Runtime, workspace: string, command: Command): Promise<boolean> {
  const actor: Actor = { type: 'workspace', sid: workspace };
  const outcome = await runtime.dispatch(workspace, command, actor);
  if (outcome.ok) return true;
  const { rejection } = outcome;
  if (rejection.code === 'not_found') return false;
  if (rejection.code === 'invalid') {
    throw new ControlRefusal('invalid_request', `${rejection.parameter}: ${rejection.problem}`);
  }
  const facts = { accountSid: '', workspaceSid: workspace, path: '' };
  throw new ControlRefusal('invalid_request', renderRefusal(rejection, facts).message);
}

function callAnswer(state: State, call: Call) {
  const { sid, taskSid, reservationSid, workerSid, purpose, status, to, from, conferenceSid, hold, muted } = call;
  const workspace = workspaceOf(state).sid;
  const parties = { task: taskSid, reservation: reservationSid, worker: workerSid, to, from };
  const mode = call.supervisorMode === null ? {} : { mode: call.supervisorMode };
  return { sid, workspace, purpose, status, ...parties, conference: conferenceSid, hold, muted, ...mode };
}

function conferenceAnswer(state: State, { sid, taskSid, customer }: Conference) {
  return { sid, workspace: workspaceOf(state).sid, task: taskSid, customer };
}
