import { SUPERVISOR_MODES } from '@taskbay/protocol';
import * as v from 'valibot';
import { RULES } from '../../engine/rules.ts';
import type { Instruction, InstructionKind } from '../../engine/telephony/commands.ts';
import { CALL_PROGRESS, CONFERENCE_CHANGES } from '../../engine/telephony/records.ts';
import { flag, isHttpUrl, oneOf, optional, sid, text, whole, word } from './params.ts';
import { statusCallbacksOf } from './status-callback.ts';

/** A URL that something is fetched from or reported to; blank counts as missing. */
const url = v.pipe(
  text,
  v.check((value) => value === '' || isHttpUrl(value), 'must be an http or https URL'),
);

const method = oneOf(['GET', 'POST']);
const seconds = whole(1, RULES.maxRingTimeout);
const record = oneOf(['record-from-answer', 'do-not-record']);

/** Event names: repeated, with commas or with blanks between them. */
const events = <const T extends readonly string[]>(known: T) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => [value].flat().flatMap((item) => String(item).split(/[\s,]+/))),
    v.array(v.picklist(known, `must be one of ${known.join(', ')}, or several of them`)),
  );

const REGIONS = ['us1', 'us2', 'ie1', 'de1', 'sg1', 'br1', 'au1', 'jp1'] as const;

/** The parameters of the telephony instructions (OpenAPI: UpdateTaskReservation, UpdateWorkerReservation). */
export const INSTRUCTION_PARAMS = {
  DequeueTo: optional(text),
  DequeueFrom: optional(text),
  DequeueTimeout: optional(seconds),
  DequeuePostWorkActivitySid: optional(sid('WA')),
  DequeueRecord: optional(record),
  DequeueStatusCallbackUrl: optional(url),
  DequeueStatusCallbackEvent: optional(events(CALL_PROGRESS)),
  CallTo: optional(text),
  CallFrom: optional(text),
  CallUrl: optional(url),
  CallAccept: optional(flag),
  CallTimeout: optional(seconds),
  CallRecord: optional(record),
  CallStatusCallbackUrl: optional(url),
  RedirectCallSid: optional(sid('CA')),
  RedirectUrl: optional(url),
  RedirectAccept: optional(flag),
  To: optional(text),
  From: optional(text),
  Timeout: optional(seconds),
  PostWorkActivitySid: optional(sid('WA')),
  Muted: optional(flag),
  StartConferenceOnEnter: optional(flag),
  EndConferenceOnExit: optional(flag),
  EndConferenceOnCustomerExit: optional(flag),
  Beep: optional(oneOf(['true', 'false', 'onEnter', 'onExit'])),
  BeepOnCustomerEntrance: optional(flag),
  EarlyMedia: optional(flag),
  MaxParticipants: optional(whole(2, 250)),
  WaitUrl: optional(url),
  WaitMethod: optional(method),
  Record: optional(flag),
  RecordingChannels: optional(oneOf(['mono', 'dual'])),
  RecordingStatusCallback: optional(url),
  RecordingStatusCallbackMethod: optional(method),
  StatusCallback: optional(url),
  StatusCallbackMethod: optional(method),
  StatusCallbackEvent: optional(events(CALL_PROGRESS)),
  ConferenceStatusCallback: optional(url),
  ConferenceStatusCallbackMethod: optional(method),
  ConferenceStatusCallbackEvent: optional(events(CONFERENCE_CHANGES)),
  ConferenceRecord: optional(oneOf(['true', 'false', 'record-from-start', 'do-not-record'])),
  ConferenceTrim: optional(oneOf(['trim-silence', 'do-not-trim'])),
  ConferenceRecordingStatusCallback: optional(url),
  ConferenceRecordingStatusCallbackMethod: optional(method),
  Region: optional(oneOf(REGIONS)),
  SipAuthUsername: optional(text),
  SipAuthPassword: optional(text),
  JitterBufferSize: optional(oneOf(['small', 'medium', 'large', 'off'])),
} as const;

/** Only reservations below their task are supervised. */
export const SUPERVISE_PARAMS = {
  Supervisor: optional(text),
  SupervisorMode: optional(word(SUPERVISOR_MODES)),
} as const;

/** Which parameters an instruction goes by; the others have been checked, and change nothing here (FIDELITY). */
const FIELDS: { readonly [K in InstructionKind]: Readonly<Record<string, string>> } = {
  dequeue: {
    to: 'DequeueTo',
    from: 'DequeueFrom',
    timeout: 'DequeueTimeout',
    postWorkActivitySid: 'DequeuePostWorkActivitySid',
  },
  call: {
    to: 'CallTo',
    from: 'CallFrom',
    url: 'CallUrl',
    accept: 'CallAccept',
    timeout: 'CallTimeout',
  },
  redirect: { callSid: 'RedirectCallSid', url: 'RedirectUrl', accept: 'RedirectAccept' },
  conference: {
    to: 'To',
    from: 'From',
    timeout: 'Timeout',
    postWorkActivitySid: 'PostWorkActivitySid',
    muted: 'Muted',
    startConferenceOnEnter: 'StartConferenceOnEnter',
    endConferenceOnExit: 'EndConferenceOnExit',
    endConferenceOnCustomerExit: 'EndConferenceOnCustomerExit',
  },
  supervise: { supervisor: 'Supervisor', mode: 'SupervisorMode', to: 'To', from: 'From', timeout: 'Timeout' },
};

/** An instruction as the engine takes it, from parameters that have been checked. */
export function instructionOf(kind: InstructionKind, params: Readonly<Record<string, unknown>>): Instruction {
  const given = Object.entries(FIELDS[kind]).filter(([, name]) => params[name] !== undefined);
  const settings = Object.fromEntries(given.map(([field, name]) => [field, params[name]]));
  return { kind, ...settings, ...statusCallbacksOf(kind, params) } as Instruction;
}
