import type { ReservationStatus, SidPrefix, TaskStatus } from '@taskbay/protocol';

import type { InstructionKind } from './telephony/commands.ts';

/** Things with a friendly or unique name that must not repeat in a workspace. */
export type NamedResource = 'Activity' | 'TaskChannel' | 'TaskQueue' | 'Workflow' | 'Worker' | 'Workspace';

/** What of an instruction is missing or wrong; the service's debugger has a number for each (FIDELITY). */
export type InstructionFault =
  | 'to'
  | 'from'
  | 'url'
  | 'call_sid'
  | 'activity'
  | 'supervisor'
  | 'transferred'
  | 'ringing'
  | 'timeout';

/**
 * Why the engine refused a command, as facts; edges render it in their own error format.
 * A refused command leaves no trace in the state.
 */
export type Rejection =
  | { readonly code: 'not_found'; readonly prefix: SidPrefix; readonly sid: string }
  | { readonly code: 'invalid'; readonly parameter: string; readonly problem: string }
  | { readonly code: 'name_taken'; readonly resource: NamedResource; readonly name: string }
  | { readonly code: 'in_use'; readonly prefix: SidPrefix; readonly sid: string; readonly by: string }
  | {
      readonly code: 'task_transition';
      readonly sid: string;
      readonly from: TaskStatus;
      readonly requested: 'canceled' | 'wrapping' | 'completed';
    }
  | {
      readonly code: 'reservation_transition';
      readonly sid: string;
      readonly from: ReservationStatus;
      readonly requested: ReservationStatus;
    }
  /** Not in the status that the instruction takes. */
  | { readonly code: 'instruction_state'; readonly sid: string; readonly instruction: InstructionKind }
  | {
      readonly code: 'instruction_refused';
      readonly sid: string;
      readonly instruction: InstructionKind;
      readonly fault: InstructionFault;
      readonly problem: string;
    }
  | { readonly code: 'version_mismatch'; readonly sid: string; readonly expected: number; readonly actual: number }
  | { readonly code: 'limit'; readonly resource: string; readonly limit: number };

/** Thrown inside a handler to abandon the transaction; `apply` turns it into a result, nothing else sees it. */
export class Rejected extends Error {
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

export function reject(rejection: Rejection): never {
  throw new Rejected(rejection);
}

export function invalid(parameter: string, problem: string): never {
  throw new Rejected({ code: 'invalid', parameter, problem });
}
