import type { Reservation } from '../records.ts';
import type { InstructionFault } from '../rejections.ts';
import { reject } from '../rejections.ts';
import { RULES } from '../rules.ts';
import type { Instruction } from '../telephony/commands.ts';

/** Refuses an instruction for what is missing or wrong in it. */
export function refuse({ sid }: Reservation, { kind }: Instruction, fault: InstructionFault, problem: string): never {
  return reject({ code: 'instruction_refused', sid, instruction: kind, fault, problem });
}

/** Seconds the phone that an instruction calls may ring. */
export function ringTime(
  reservation: Reservation,
  instruction: Exclude<Instruction, { readonly kind: 'redirect' }>,
): number {
  const { timeout = RULES.ringTimeout } = instruction;
  if (Number.isInteger(timeout) && timeout >= 1 && timeout <= RULES.maxRingTimeout) return timeout;
  return refuse(reservation, instruction, 'timeout', `The timeout must be 1 to ${RULES.maxRingTimeout} whole seconds`);
}
