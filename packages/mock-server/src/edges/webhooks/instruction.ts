import * as v from 'valibot';
import type { Command } from '../../engine/commands.ts';
import type { InstructionKind } from '../../engine/telephony/commands.ts';
import { INSTRUCTION_PARAMS, instructionOf } from '../operations/instruction.ts';
import { optional, sid } from '../operations/params.ts';
import { parameterProblem } from './debugger.ts';
import type { Reply } from './request.ts';

/** What an answer to an assignment callback comes to (HOOK-5, HOOK-6). */
export type Decision =
  | { readonly kind: 'command'; readonly command: Command }
  /** The reservation stays pending; `problem` says what was odd about the answer, if anything. */
  | { readonly kind: 'nothing'; readonly problem?: string }
  | { readonly kind: 'unusable'; readonly problem: string };

/** Numbers of the service's debugger. */
const PROBLEMS = {
  contentType: '40000: the answer is not application/json',
  json: '40001: the answer is not JSON',
  noInstruction: '40005: the answer has no instruction',
  unknown: '55555: the instruction is not one of accept, reject, dequeue, call, redirect, conference',
} as const;

/** An answer's parameters, under the names REST has for them: it writes `post_work_activity_sid`. */
const PREFIX = { dequeue: 'Dequeue', call: 'Call', redirect: 'Redirect', conference: '' } as const;

const PARAMS = v.object({ ...INSTRUCTION_PARAMS, CallPostWorkActivitySid: optional(sid('WA')) });

type Answer = Readonly<Record<string, unknown>>;

/** Reads an answer for one reservation. */
export function decide(reply: Reply, reservationSid: string): Decision {
  if (reply.kind === 'none') return { kind: 'unusable', problem: reply.problem };
  const { status, contentType, text } = reply;
  if (status === 204 || (status === 200 && text.trim() === '')) return { kind: 'nothing' };
  if (status !== 200) return { kind: 'unusable', problem: `the status is ${status}` };
  if (!/^application\/json\s*(;|$)/i.test(contentType)) return { kind: 'unusable', problem: PROBLEMS.contentType };
  const answer = objectIn(text);
  if (answer === undefined) return { kind: 'unusable', problem: PROBLEMS.json };
  const { instruction } = answer;
  if (typeof instruction !== 'string' || instruction === '') {
    return { kind: 'nothing', problem: PROBLEMS.noInstruction };
  }
  return commandOf(instruction.toLowerCase(), answer, reservationSid);
}

function commandOf(instruction: string, answer: Answer, sid: string): Decision {
  const activity = answer.activity_sid;
  switch (instruction) {
    case 'accept':
      return { kind: 'command', command: { type: 'reservation.update', sid, status: 'accepted' } };
    case 'reject': {
      const moves = typeof activity === 'string' && activity !== '' ? { workerActivitySid: activity } : {};
      return { kind: 'command', command: { type: 'reservation.update', sid, status: 'rejected', ...moves } };
    }
    case 'dequeue':
    case 'call':
    case 'redirect':
    case 'conference':
      return instruct(instruction, answer, sid);
    default:
      return { kind: 'nothing', problem: PROBLEMS.unknown };
  }
}

function instruct(kind: Exclude<InstructionKind, 'supervise'>, answer: Answer, sid: string): Decision {
  const parsed = v.safeParse(PARAMS, namedAsRest(answer, PREFIX[kind]), { abortEarly: true });
  if (parsed.success) {
    const instruction = instructionOf(kind, parsed.output);
    return { kind: 'command', command: { type: 'reservation.instruct', sid, instruction } };
  }
  const [issue] = parsed.issues;
  return { kind: 'nothing', problem: parameterProblem(kind, String(issue.path?.[0]?.key), issue.message) };
}

/** Null counts as absent. The one plural name is REST's singular. */
function namedAsRest(answer: Answer, prefix: string): Answer {
  const given = Object.entries(answer).filter(([name, value]) => name !== 'instruction' && value !== null);
  return Object.fromEntries(
    given.map(([name, value]) => [prefix + pascalCase(name).replace(/Events$/, 'Event'), value]),
  );
}

/** `status_callback_url` → `StatusCallbackUrl`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function objectIn(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // Reported as such by the caller.
    return undefined;
  }
}
