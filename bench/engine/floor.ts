import { createStream } from '../../packages/mock-server/src/engine/random.ts';
import { drawSid } from '../../packages/mock-server/src/engine/sids.ts';
import { Deadlines } from '../../packages/mock-server/src/engine/timers.ts';
import { Transaction } from '../../packages/mock-server/src/engine/transaction.ts';
import type { Workload } from './workload.ts';

/** What one lifecycle writes, counted from a real one. */
export interface Writes {
  readonly sids: number;
  readonly entries: number;
  readonly timers: number;
  readonly records: number;
}

/** Counts what lifecycles write, by listening in on the transactions. */
export function countWrites(workload: Workload, lifecycles: number): Writes {
  const counted = { sids: 0, records: 0 };
  const { sid, put } = Transaction.prototype;
  Transaction.prototype.sid = function (prefix) {
    counted.sids += 1;
    return sid.call(this, prefix);
  };
  Transaction.prototype.put = function (table, record) {
    counted.records += 1;
    return put.call(this, table, record) as typeof record;
  };
  const { sequence, timer } = { ...workload.state.counters };
  try {
    for (let done = 0; done < lifecycles; done += 1) workload.lifecycle();
  } finally {
    Object.assign(Transaction.prototype, { sid, put });
  }
  const { counters } = workload.state;
  return {
    sids: Math.round(counted.sids / lifecycles),
    entries: Math.round((counters.sequence - sequence) / lifecycles),
    timers: Math.round((counters.timer - timer) / lifecycles),
    records: Math.round(counted.records / lifecycles),
  };
}

/** Lifecycles per second of a loop that only writes: the same SIDs, journal entries, deadlines and records, no rules. */
export function floorPerSecond(writes: Writes, record: object, lifecycles: number): number {
  const stream = createStream(1, 'floor');
  const deadlines = new Deadlines();
  const rows = new Map<string, object>();
  let entries: object[] = [];
  let sequence = 0;
  const begun = performance.now();
  for (let done = 0; done < lifecycles; done += 1) {
    let sid = '';
    for (let drawn = 0; drawn < writes.sids; drawn += 1) sid = drawSid('EV', stream);
    entries = [];
    for (let made = 0; made < writes.entries; made += 1) {
      sequence += 1;
      entries.push({ type: 'task.created', sid, sequence, subject: { record }, details: {}, recipients: [] });
    }
    for (let armed = 0; armed < writes.timers; armed += 1)
      deadlines.arm('task.ttl', sid, { due: sequence + armed, sequence });
    for (let put = 0; put < writes.records; put += 1)
      rows.set(put === 0 ? sid : `row ${put}`, { ...record, version: put });
    if (done % 300 === 299) rows.clear();
    for (let armed = 0; armed < writes.timers; armed += 1) deadlines.disarm({ due: sequence + armed, sequence });
  }
  const seconds = (performance.now() - begun) / 1000;
  if (entries.length !== writes.entries) throw new Error('the floor did not write');
  return lifecycles / seconds;
}
