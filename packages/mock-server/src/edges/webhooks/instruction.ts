import type { Command } from '../../engine/commands.ts';
import type { Reply } from './request.ts';

/** What an answer to an assignment callback comes to (HOOK-5, HOOK-6). */
export type Decision =
  | { readonly kind: 'command'; readonly command: Command }
  /** The reservation stays pending; `problem` says what was odd about the answer, if anything. */
  | { readonly kind: 'nothing'; readonly problem?: string }
  | { readonly kind: 'unusable'; readonly problem: string };

/** Numbers of the service's debugger (rest-api §14). */
const PROBLEMS = {
  contentType: '40000: the answer is not application/json',
  json: '40001: the answer is not JSON',
  noInstruction: '40005: the answer has no instruction',
  unknown: '55555: the instruction is not one that this server carries out: accept, reject',
} as const;

/** Reads an answer for one reservation. */
export function decide(reply: Reply, reservationSid: string): Decision {
  if (reply.kind === 'none') return { kind: 'unusable', problem: reply.problem };
  const { status, contentType, text } = reply;
  if (status === 204 || (status === 200 && text.trim() === '')) return { kind: 'nothing' };
  if (status !== 200) return { kind: 'unusable', problem: `the status is ${status}` };
  if (!/^application\/json\s*(;|$)/i.test(contentType)) return { kind: 'unusable', problem: PROBLEMS.contentType };
  const answer = objectIn(text);
  if (answer === undefined) return { kind: 'unusable', problem: PROBLEMS.json };
  const instruction = answer.instruction;
  if (typeof instruction !== 'string' || instruction === '') {
    return { kind: 'nothing', problem: PROBLEMS.noInstruction };
  }
  const activity = answer.activity_sid;
  switch (instruction.toLowerCase()) {
    case 'accept':
      return { kind: 'command', command: { type: 'reservation.update', sid: reservationSid, status: 'accepted' } };
    case 'reject':
      return {
        kind: 'command',
        command: {
          type: 'reservation.update',
          sid: reservationSid,
          status: 'rejected',
          ...(typeof activity === 'string' && activity !== '' ? { workerActivitySid: activity } : {}),
        },
      };
    default:
      return { kind: 'nothing', problem: PROBLEMS.unknown };
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // Reported as such by the caller.
    return undefined;
  }
}
