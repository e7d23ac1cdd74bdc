import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { type Beginning, beginnings, commandsOf, oracleAt } from './beginning.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Oracle } from './model/oracle.ts';
import { advance } from './model/timers.ts';
import { type Move, moves } from './moves.ts';
import { planOf } from './plans.ts';
import { foretoldStanding, standing } from './standing.ts';

/**
 * After every command the engine tells what the oracle foretells, event by event, and at the end all stands as it should.
 * Left out: statistics, telephony, traces, refusals, versions, new names, time of day, the limit of assignments, the 24
 * hours of an assigned task and the removal of an ended one, multitasking switched while work is going on, and the
 * creation and deletion of queues, workflows, activities and task channels.
 */
export const ORACLE_PROPERTY = {
  name: 'tells what an independent reading of the rules foretells',
  property: fc.property(beginnings, moves(60), compare),
} as const;

function compare(beginning: Beginning, sequence: readonly Move[]): void {
  const oracle = oracleAt(beginning);
  const engine = createEngine();
  for (const command of commandsOf(beginning)) engine.send(command);
  for (const [index, move] of sequence.entries()) {
    oracle.events = [];
    const told = make(move, oracle, engine);
    const title = `move ${index}: ${JSON.stringify(move)}`;
    deepStrictEqual([title, ...told], [title, ...oracle.events]);
  }
  deepStrictEqual(standing(engine.state, engine.names), foretoldStanding(oracle));
}

/** Makes the move on both sides and answers with what the engine told. */
function make(move: Move, oracle: Oracle, engine: Engine): string[] {
  if (move.kind === 'advance') {
    const to = oracle.now + move.seconds * 1000;
    advance(oracle, to);
    return engine.advance(to);
  }
  const plan = planOf(oracle, move);
  if (plan === undefined) return [];
  const told = engine.send(plan.command(engine.names.sidOf));
  plan.foretell();
  return told;
}
