import type { Command } from '../../src/engine/commands.ts';
import type { Oracle } from './model/oracle.ts';
import type { Kind, MoveOf } from './moves.ts';

/** A command of the engine, which names tasks and reservations by SID, and what the oracle says comes of it. */
export interface Plan {
  readonly command: (sidOf: (name: string) => string) => Command;
  readonly foretell: () => void;
}

/** What a move is here and now; undefined when there is nothing to do it to. All plans are allowed, so none is refused. */
export type Plans<K extends Kind> = { readonly [P in K]: (oracle: Oracle, move: MoveOf<P>) => Plan | undefined };

/** The one at a position, counted round and round. */
export function pickFrom<T>(rows: readonly T[], pick: number): T | undefined {
  return rows[pick % Math.max(1, rows.length)];
}
