import { apply } from '../../src/engine/apply.ts';
import type { Actor, Command } from '../../src/engine/commands.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import { createState, type State } from '../../src/engine/state.ts';
import { byAccount, SEED, START, WORKSPACE } from '../simulation.ts';
import { eventLine } from './event-line.ts';
import { type LearnedNames, learnedNames } from './learned-names.ts';

const byWorkspace: Actor = { type: 'workspace', sid: WORKSPACE };

/** The engine as the oracle is compared with it: what it tells, with names for SIDs. */
export interface Engine {
  readonly state: State;
  readonly names: LearnedNames;
  /** Answers with the lines of what came of it. Throws when it is refused: all that is planned is allowed. */
  readonly send: (command: Command) => string[];
  /** Fires what falls due until then, one timer after the other. */
  readonly advance: (to: number) => string[];
}

export function createEngine(): Engine {
  const state = createState(SEED, WORKSPACE);
  const names = learnedNames();
  let now = START;
  const carryOut = (command: Command, actor: Actor): string[] => {
    const applied = apply(state, command, actor, now);
    if (!applied.ok) throw new Error(`Refused ${JSON.stringify(command)}: ${JSON.stringify(applied.rejection)}`);
    applied.commit();
    return applied.events.filter(isOfTheService).map((event) => eventLine(event, names));
  };
  return {
    state,
    names,
    send: (command) => carryOut(command, byAccount),
    advance: (to) => {
      const lines: string[] = [];
      for (let due = state.deadlines.next(); due !== undefined && due.due <= to; due = state.deadlines.next()) {
        now = Math.max(now, due.due);
        lines.push(
          ...carryOut({ type: 'timer.fire', kind: due.kind, sid: due.sid, sequence: due.sequence }, byWorkspace),
        );
      }
      now = to;
      return lines;
    },
  };
}

/** Lines of our own journal and what only sockets are told have no place in the rules of routing. */
function isOfTheService({ type, journaled }: EngineEvent): boolean {
  return journaled && !type.startsWith('taskbay.');
}
