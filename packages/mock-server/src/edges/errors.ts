import { ERROR_CODES, moreInfo, SID_PREFIXES } from '@taskbay/protocol';
import type { Rejection } from '../engine/rejections.ts';
import type { InstructionKind } from '../engine/telephony/commands.ts';
import type { Refusal } from './operations/refusal.ts';

/** The service's error body. */
export interface ErrorBody {
  readonly code: number;
  readonly message: string;
  readonly more_info: string;
  /** HTTP status. */
  readonly status: number;
}

/** What messages name besides the refusal's own facts. */
export interface RefusalFacts {
  readonly accountSid: string;
  /** '' outside workspaces. */
  readonly workspaceSid: string;
  /** Below `/v1`, as it was asked for. */
  readonly path: string;
}

/** A refusal as the service words it; REST and both bridges answer with it. */
export function renderRefusal(refusal: Refusal, facts: RefusalFacts): ErrorBody {
  const { status, code, message } = worded(refusal, facts);
  return { code, message, more_info: moreInfo(code), status };
}

interface Worded {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

function worded(refusal: Refusal, facts: RefusalFacts): Worded {
  switch (refusal.code) {
    case 'not_found':
    case 'unknown_route':
      return error(404, ERROR_CODES.notFound, `The requested resource ${facts.path} was not found`);
    case 'method_not_allowed':
      return error(405, ERROR_CODES.methodNotAllowed, `Method ${refusal.method} is not allowed on ${refusal.path}`);
    case 'malformed_body':
      return invalid(`The request body cannot be read: ${refusal.problem}`);
    case 'body_too_large':
      return error(
        413,
        ERROR_CODES.invalidParameter,
        `The request body is larger than ${refusal.limit} bytes; send a smaller one`,
      );
    case 'statistics_window':
      return error(
        400,
        ERROR_CODES.statisticsWindow,
        'Statistics go back 30 days; ask for a StartDate or Minutes within them',
      );
    case 'worker_statistics': {
      const { workers, limit } = refusal;
      return invalid(`Statistics of workers are answered for up to ${limit} workers; this workspace has ${workers}`);
    }
    case 'too_many_requests': {
      const message = `Too Many Requests: more than ${refusal.limit} in one second; wait and try again`;
      return error(429, ERROR_CODES.tooManyRequests, message);
    }
    case 'bad_page_token':
      return error(
        400,
        ERROR_CODES.invalidPageToken,
        `Invalid PageToken ${refusal.token}; follow next_page_url from the first page`,
      );
    case 'absolute_paging':
      return error(
        400,
        ERROR_CODES.absolutePaging,
        'Page numbers cannot be jumped to; follow next_page_url, which carries a PageToken',
      );
    case 'unauthorized':
      return error(401, ERROR_CODES.unauthorized, `Authentication Error - ${refusal.problem}`);
    case 'token_expired':
      return error(401, ERROR_CODES.tokenExpired, 'Access Token expired or expiration date invalid');
    case 'forbidden':
      return error(403, ERROR_CODES.forbidden, `Forbidden: ${refusal.problem}`);
    default:
      return wordedRejection(refusal, facts);
  }
}

type EngineRefusal = Exclude<Rejection, { readonly code: 'not_found' }>;

function wordedRejection(refusal: EngineRefusal, { accountSid, workspaceSid }: RefusalFacts): Worded {
  switch (refusal.code) {
    case 'invalid':
      return invalid(`Invalid ${refusal.parameter} parameter: ${refusal.problem}`);
    case 'name_taken': {
      const kind = refusal.resource === 'TaskQueue' ? 'Queue' : refusal.resource;
      return invalid(
        `${kind} named ${refusal.name} already exists for workspace ${workspaceSid} for account ${accountSid}`,
      );
    }
    case 'in_use': {
      const kind = SID_PREFIXES[refusal.prefix];
      return invalid(
        `Cannot delete ${kind} ${refusal.sid} in workspace ${workspaceSid} because it is used by ${refusal.by}`,
      );
    }
    case 'task_transition':
      return invalid(
        TASK_PROBLEM[refusal.requested](refusal.sid, `workspace ${workspaceSid} for account ${accountSid}`),
      );
    case 'reservation_transition': {
      const { sid, from, requested } = refusal;
      const message = `Reservation ${sid} is already in state [${from}] and cannot be updated to [${requested}]`;
      // Another worker was faster: the offer is gone, not wrong.
      return error(from === 'rescinded' ? 410 : 400, ERROR_CODES.invalidParameter, message);
    }
    case 'instruction_state': {
      const { instruction, sid } = refusal;
      const state = instruction === 'supervise' ? 'an Accepted' : 'a Pending';
      const name = instructionName(instruction);
      return invalid(`Unable to execute ${name} instruction. Reservation ${sid} is not currently in ${state} state.`);
    }
    case 'instruction_refused':
      return invalid(`Unable to execute ${instructionName(refusal.instruction)} instruction. ${refusal.problem}.`);
    case 'version_mismatch': {
      const { sid, expected, actual } = refusal;
      const message = `${sid} is at version ${actual}, not ${expected} as If-Match asks; fetch it again and retry`;
      return error(412, ERROR_CODES.invalidParameter, message);
    }
    case 'limit':
      return invalid(`A workspace has at most ${refusal.limit} ${refusal.resource}; delete some first`);
  }
}

/** As the service writes it. */
function instructionName(instruction: InstructionKind): string {
  return instruction.charAt(0).toUpperCase() + instruction.slice(1);
}

const TASK_PROBLEM = {
  completed: (sid: string, where: string) =>
    `Cannot complete task ${sid} in ${where} because it is not currently assigned.`,
  wrapping: (sid: string, where: string) =>
    `Cannot wrap up a task ${sid} in ${where} because it's not currently assigned`,
  canceled: (sid: string, where: string) =>
    `Cannot cancel task ${sid} in ${where} because it is not pending or reserved.`,
} as const;

function invalid(message: string): Worded {
  return error(400, ERROR_CODES.invalidParameter, message);
}

function error(status: number, code: number, message: string): Worded {
  return { status, code, message };
}
