import type { Oracle } from './model/oracle.ts';
import type { Kind, Move, MoveOf } from './moves.ts';
import type { Plan, Plans } from './plan.ts';
import { RESERVATION_PLANS } from './plans-of-reservations.ts';
import { TASK_PLANS } from './plans-of-tasks.ts';
import { WORKER_PLANS } from './plans-of-workers.ts';
import { WORKSPACE_PLANS } from './plans-of-workspace.ts';

const PLANS: Plans<Exclude<Kind, 'advance'>> = {
  ...TASK_PLANS,
  ...RESERVATION_PLANS,
  ...WORKER_PLANS,
  ...WORKSPACE_PLANS,
};

export function planOf(oracle: Oracle, move: Exclude<Move, MoveOf<'advance'>>): Plan | undefined {
  const plan = PLANS[move.kind] as (oracle: Oracle, move: Move) => Plan | undefined;
  return plan(oracle, move);
}
