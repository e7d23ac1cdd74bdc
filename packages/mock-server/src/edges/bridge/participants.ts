import * as v from 'valibot';
import type { Actor } from '../../engine/commands.ts';
import type { ParticipantChange } from '../../engine/telephony/commands.ts';
import type { ReservationView, TaskView } from '../../engine/views/subjects.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { refused } from '../operations/operation.ts';
import { flag, oneOf, optional, sid, text } from '../operations/params.ts';
import { reservationPayload } from './payload/reservation.ts';
import { taskPayload } from './payload/task.ts';
import { type OwnAnswer, problemOf } from './transfers.ts';

const holding = { HoldUrl: optional(text), HoldMethod: optional(oneOf(['GET', 'POST'])) } as const;

/** The four commands about participants of a conference; they exist on the v2 wire only. */
const SCHEMAS = {
  WorkerParticipant: v.pipe(
    v.object({
      ReservationSid: sid('WR'),
      EndConferenceOnExit: optional(flag),
      Mute: optional(flag),
      BeepOnExit: optional(flag),
    }),
    v.transform(
      ({ ReservationSid, EndConferenceOnExit, Mute }): ParticipantChange => ({
        kind: 'self',
        reservationSid: ReservationSid,
        ...(EndConferenceOnExit === undefined ? {} : { endConferenceOnExit: EndConferenceOnExit }),
        ...(Mute === undefined ? {} : { muted: Mute }),
      }),
    ),
  ),
  CustomerParticipant: v.pipe(
    v.object({ TaskSid: sid('WT'), Hold: optional(flag), ...holding }),
    v.transform(
      ({ TaskSid, Hold }): ParticipantChange => ({
        kind: 'customer',
        taskSid: TaskSid,
        ...(Hold === undefined ? {} : { hold: Hold }),
      }),
    ),
  ),
  HoldWorkerParticipant: v.pipe(
    v.object({ TaskSid: sid('WT'), TargetWorkerSid: sid('WK'), Hold: flag, ...holding }),
    v.transform(
      ({ TaskSid, TargetWorkerSid, Hold }): ParticipantChange => ({
        kind: 'worker',
        taskSid: TaskSid,
        targetWorkerSid: TargetWorkerSid,
        hold: Hold,
      }),
    ),
  ),
  KickWorkerParticipant: v.pipe(
    v.object({ TaskSid: sid('WT'), TargetWorkerSid: sid('WK') }),
    v.transform(
      ({ TaskSid, TargetWorkerSid }): ParticipantChange => ({
        kind: 'kick',
        taskSid: TaskSid,
        targetWorkerSid: TargetWorkerSid,
      }),
    ),
  ),
} as const;

export interface ParticipantRoute {
  readonly kind: 'Participant';
  readonly workspaceSid: string;
  readonly workerSid: string;
  readonly name: keyof typeof SCHEMAS;
}

const ROUTE = new RegExp(`^/Workspaces/([^/]+)/Workers/([^/]+)/(${Object.keys(SCHEMAS).join('|')})/?$`);

export function routeParticipant(method: string, path: string): ParticipantRoute | undefined {
  const [, workspaceSid, workerSid, name] = ROUTE.exec(path) ?? [];
  if (method !== 'POST' || workspaceSid === undefined || workerSid === undefined) return undefined;
  return { kind: 'Participant', workspaceSid, workerSid, name: name as ParticipantRoute['name'] };
}

/** Changes a conference for the worker in the path. Answers with the task, or the worker's own reservation. */
export async function runParticipant(
  runtime: Runtime,
  actor: Actor,
  { workspaceSid, workerSid, name }: ParticipantRoute,
  params: Readonly<Record<string, unknown>>,
): Promise<OwnAnswer> {
  const parsed = v.safeParse(SCHEMAS[name], params, { abortEarly: true });
  if (!parsed.success) return problemOf(parsed.issues[0], params);
  const outcome = await runtime.dispatch(
    workspaceSid,
    { type: 'participant.update', workerSid, change: parsed.output },
    actor,
  );
  if (!outcome.ok) return refused(outcome.rejection) as OwnAnswer;
  const { subject } = outcome;
  const payload =
    name === 'WorkerParticipant'
      ? reservationPayload(subject as ReservationView)
      : taskPayload(subject as TaskView, runtime.clock.now());
  return { kind: 'answered', payload };
}
