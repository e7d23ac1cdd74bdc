import type { EngineEvent } from '../../engine/events.ts';
import type { InstructionFault, Rejection } from '../../engine/rejections.ts';
import type { InstructionKind } from '../../engine/telephony/commands.ts';

/** Numbers of the service's debugger; they stand in the log of callbacks and never in a REST answer. */
const INVALID_INSTRUCTION = 55555;
const NOT_FOR_TRANSFERRED = 40151;
const REJECT_ACTIVITY = 40100;

const NOT_PENDING: { readonly [K in InstructionKind]: number } = {
  call: 40114,
  redirect: 40123,
  dequeue: 40135,
  conference: 40136,
  supervise: 40146,
};

/** The call could not be placed. */
const NOT_PLACED: { readonly [K in InstructionKind]?: number } = { call: 40113, dequeue: 40133, conference: 40145 };

type Part = InstructionFault | 'callback' | 'events';

const FAULTS: { readonly [K in InstructionKind]: { readonly [P in Part]?: number } } = {
  call: { to: 40110, from: 40111, url: 40112, callback: 40158 },
  redirect: { url: 40120, call_sid: 40121 },
  dequeue: { activity: 40130, to: 40131, from: 40132, events: 40134, call_sid: 40140, callback: 40157 },
  conference: { to: 40137, from: 40138, call_sid: 40142, activity: 40143, callback: 40159, events: 40159 },
  supervise: { to: 40147, from: 40148 },
};

/** A wrong parameter by its REST name. */
const PARTS: readonly (readonly [RegExp, Part])[] = [
  [/ActivitySid$/, 'activity'],
  [/CallbackEvent$/, 'events'],
  [/Callback(Url)?$/, 'callback'],
  [/CallSid$/, 'call_sid'],
  [/Url$/, 'url'],
  [/To$/, 'to'],
  [/From$/, 'from'],
];

/** What is wrong with a parameter of an instruction, with its number. */
export function parameterProblem(instruction: InstructionKind, parameter: string, problem: string): string {
  const part = PARTS.find(([name]) => name.test(parameter))?.[1];
  const number = part === undefined ? undefined : FAULTS[instruction][part];
  return `${number ?? INVALID_INSTRUCTION}: ${parameter} ${problem}`;
}

/** What the engine had against an instruction, with its number. */
export function rejectionProblem(rejection: Rejection): string {
  switch (rejection.code) {
    case 'instruction_state':
      return `${NOT_PENDING[rejection.instruction]}: the reservation is not in the status that ${rejection.instruction} takes`;
    case 'instruction_refused': {
      const { instruction, fault, problem } = rejection;
      if (fault === 'transferred') return `${NOT_FOR_TRANSFERRED}: ${problem}`;
      return `${FAULTS[instruction][fault] ?? INVALID_INSTRUCTION}: ${problem}`;
    }
    case 'invalid':
      return `${REJECT_ACTIVITY}: ${rejection.parameter} ${rejection.problem}`;
    default:
      return `not carried out: ${rejection.code}`;
  }
}

/** Whether the instruction's call could not be placed, with its number. */
export function callProblem(events: readonly EngineEvent[]): string | undefined {
  for (const { type, subject } of events) {
    const { call } = subject;
    if (type !== 'taskbay.call.ended' || call?.status !== 'failed') continue;
    const number = call.purpose === 'customer' ? NOT_PLACED.conference : NOT_PLACED[call.purpose];
    return `${number ?? INVALID_INSTRUCTION}: the call to ${call.to} could not be placed`;
  }
  return undefined;
}
