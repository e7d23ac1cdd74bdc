import type { Json, JsonObject } from '@taskbay/protocol';
import type { Path } from '../expressions/ast.ts';
import type { QueueExpression } from '../expressions/contexts.ts';
import type { Lookup } from '../expressions/lookup.ts';
import { lookup } from '../expressions/lookup.ts';
import { numericText } from '../expressions/numbers.ts';
import type { Requirement } from '../expressions/references.ts';
import { requirements } from '../expressions/references.ts';

/** Queues that ask for certain values at one path of the worker's attributes. */
interface Lane {
  readonly read: Lookup;
  readonly queues: Map<string, Set<string>>;
}

/**
 * Queues by a value their expression cannot be true without, so that a worker's new attributes are held against the
 * expressions they could satisfy and not against all. It rules queues out, never in: the expression has the last word.
 */
export class Targeting {
  private readonly lanes = new Map<string, Lane>();
  /** Queues whose expression asks for no certain value. */
  private readonly others = new Set<string>();

  replace(sid: string, before: QueueExpression | undefined, after: QueueExpression | undefined): void {
    if (before?.text === after?.text) return;
    if (before !== undefined) this.remove(sid, before);
    if (after !== undefined) this.add(sid, after);
  }

  /** Every queue that may match these attributes; some more than once. */
  *candidates(attributes: JsonObject): Iterable<string> {
    yield* this.others;
    for (const { read, queues } of this.lanes.values()) {
      const value = read(attributes);
      for (const item of Array.isArray(value) ? value : [value]) yield* queues.get(keyOf(item)) ?? [];
    }
  }

  private add(sid: string, expression: QueueExpression): void {
    if (expression.ast === undefined) return;
    const asked = askedValues(expression);
    if (asked === undefined) {
      this.others.add(sid);
      return;
    }
    const name = JSON.stringify(asked.path);
    const lane = this.lanes.get(name) ?? { read: lookup(asked.path), queues: new Map<string, Set<string>>() };
    this.lanes.set(name, lane);
    for (const key of asked.keys) lane.queues.set(key, (lane.queues.get(key) ?? new Set()).add(sid));
  }

  private remove(sid: string, expression: QueueExpression): void {
    this.others.delete(sid);
    const asked = expression.ast === undefined ? undefined : askedValues(expression);
    const name = JSON.stringify(asked?.path);
    const lane = this.lanes.get(name);
    if (asked === undefined || lane === undefined) return;
    for (const key of asked.keys) {
      const queues = lane.queues.get(key);
      queues?.delete(sid);
      if (queues?.size === 0) lane.queues.delete(key);
    }
    if (lane.queues.size === 0) this.lanes.delete(name);
  }
}

interface Asked {
  readonly path: Path;
  readonly keys: readonly string[];
}

/** The first requirement that only certain values at its path can meet. */
function askedValues({ ast }: QueueExpression): Asked | undefined {
  for (const requirement of ast === undefined ? [] : requirements(ast)) {
    const values = valuesFor(requirement);
    if (values !== undefined) return { path: requirement.path, keys: [...new Set(values.map(keyOf))] };
  }
  return undefined;
}

/** Null is left out: it is what a missing attribute reads as, and nothing looks up what is missing. */
function valuesFor({ operator, constant }: Requirement): readonly Json[] | undefined {
  const values = operator === 'IN' ? constant : operator === '==' || operator === 'HAS' ? [constant] : undefined;
  if (!Array.isArray(values)) return undefined;
  return values.every((value) => value !== null && typeof value !== 'object') ? values : undefined;
}

/** Equal values have equal keys: a number and a text that spells it are equal in expressions. */
function keyOf(value: Json): string {
  if (typeof value !== 'string') return `${typeof value} ${String(value)}`;
  const number = numericText(value);
  return Number.isNaN(number) ? `string ${value}` : `number ${number}`;
}
