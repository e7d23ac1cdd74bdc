import type { JsonObject } from '@taskbay/protocol';
import type { QueueExpression } from '../expressions/contexts.ts';
import { type DemandKey, demandKey, demandOf } from '../expressions/demands.ts';
import type { Lookup } from '../expressions/lookup.ts';
import { lookup } from '../expressions/lookup.ts';

/** Queues that ask for certain values at one path of the worker's attributes. */
interface Lane {
  readonly read: Lookup;
  readonly queues: Map<DemandKey, Set<string>>;
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
      for (const item of Array.isArray(value) ? value : [value]) yield* queues.get(demandKey(item)) ?? [];
    }
  }

  private add(sid: string, expression: QueueExpression): void {
    if (expression.ast === undefined) return;
    const demand = demandOf(expression.ast);
    if (demand === undefined) {
      this.others.add(sid);
      return;
    }
    const name = JSON.stringify(demand.path);
    const lane = this.lanes.get(name) ?? { read: lookup(demand.path), queues: new Map<DemandKey, Set<string>>() };
    this.lanes.set(name, lane);
    for (const key of demand.keys) lane.queues.set(key, (lane.queues.get(key) ?? new Set()).add(sid));
  }

  private remove(sid: string, expression: QueueExpression): void {
    this.others.delete(sid);
    const demand = demandOf(expression.ast);
    const name = JSON.stringify(demand?.path);
    const lane = this.lanes.get(name);
    if (demand === undefined || lane === undefined) return;
    for (const key of demand.keys) {
      const queues = lane.queues.get(key);
      queues?.delete(sid);
      if (queues?.size === 0) lane.queues.delete(key);
    }
    if (lane.queues.size === 0) this.lanes.delete(name);
  }
}
