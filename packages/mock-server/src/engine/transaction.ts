import type { SidPrefix } from '@taskbay/protocol';
import type { Actor } from './commands.ts';
import type { EngineEvent, EventDetails, JournalEventType, Subject } from './events.ts';
import type { RandomStream } from './random.ts';
import type { Instant, Timer, Workspace } from './records.ts';
import { drawSid } from './sids.ts';
import type { Counters, State, WritableState } from './state.ts';
import { workspaceOf } from './state.ts';
import { replaceRecord, restoreOrder } from './store.ts';
import type { ReadonlyTables, Records, TableName } from './tables.ts';

const NOBODY: readonly string[] = [];

interface Change {
  readonly table: TableName;
  readonly sid: string;
  readonly before: Records[TableName] | undefined;
  readonly after: Records[TableName] | undefined;
}

/**
 * One command's changes and events. It writes straight into the state and keeps what each record was before,
 * so that nothing is copied wholesale and `rollback` leaves no trace.
 */
export class Transaction {
  readonly now: Instant;
  readonly actor: Actor;
  readonly state: State;
  readonly events: EngineEvent[] = [];
  /** Workers that routing has to look at after the handler is done. */
  readonly freedWorkers = new Set<string>();
  private readonly writable: WritableState;
  private readonly changes: Change[] = [];
  private readonly countersBefore: Counters;
  private readonly streamBefore: RandomStream;
  /** Workers whose reservation of a task ended within this command still hear of the task. */
  private parted: Map<string, string[]> | undefined;
  private unplaced: Set<string> | undefined;
  private entered: Set<string> | undefined;

  constructor(state: State, actor: Actor, now: Instant) {
    this.state = state;
    this.writable = state as WritableState;
    this.actor = actor;
    this.now = now;
    this.countersBefore = { ...state.counters };
    this.streamBefore = [...state.sidStream];
  }

  /** Tasks that routing has to look at then; most commands have none. */
  get unplacedTasks(): Set<string> {
    this.unplaced ??= new Set();
    return this.unplaced;
  }

  /** Tasks whose step began within this command: only their `skip_if` is asked (BEHAVIOUR: FLOW-7). */
  get enteredSteps(): Set<string> {
    this.entered ??= new Set();
    return this.entered;
  }

  get isRouted(): boolean {
    return this.freedWorkers.size === 0 && (this.unplaced === undefined || this.unplaced.size === 0);
  }

  get tables(): ReadonlyTables {
    return this.state.tables;
  }

  get workspace(): Workspace {
    return workspaceOf(this.state);
  }

  get changed(): boolean {
    return this.changes.length > 0 || this.events.length > 0;
  }

  /** Stores a new or replaced record and returns it. */
  put<N extends TableName>(table: N, record: Records[N]): Records[N] {
    const before = this.writable.tables[table].get(record.sid) as Records[N] | undefined;
    this.replace(table, record.sid, before, record);
    return record;
  }

  remove<N extends TableName>(table: N, sid: string): void {
    const before = this.writable.tables[table].get(sid) as Records[N] | undefined;
    if (before !== undefined) this.replace(table, sid, before, undefined);
  }

  sid(prefix: SidPrefix): string {
    return drawSid(prefix, this.writable.sidStream);
  }

  ordinal(): number {
    this.writable.counters.ordinal += 1;
    return this.writable.counters.ordinal;
  }

  /** Next position in the order of offers (who was reserved last). */
  nextReserved(): number {
    this.writable.counters.reserved += 1;
    return this.writable.counters.reserved;
  }

  /** A timer due `seconds` from now. */
  timer(seconds: number): Timer {
    return this.timerAt(this.now + seconds * 1000);
  }

  timerAt(due: Instant): Timer {
    this.writable.counters.timer += 1;
    return { due, sequence: this.writable.counters.timer };
  }

  emit(
    type: JournalEventType,
    resource: SidPrefix,
    resourceSid: string,
    subject: Subject,
    details: EventDetails = {},
    recipients: readonly string[] = [],
  ): void {
    this.writable.counters.sequence += 1;
    const sequence = this.writable.counters.sequence;
    const sid = this.sid('EV');
    this.events.push({ type, journaled: true, sid, sequence, resource, resourceSid, subject, details, recipients });
  }

  /** A `task.updated` that only sockets carry, for a status change (BEHAVIOUR: event table). */
  tell(type: JournalEventType, resourceSid: string, subject: Subject, recipients: readonly string[]): void {
    this.events.push({
      type,
      journaled: false,
      sid: '',
      sequence: 0,
      resource: 'WT',
      resourceSid,
      subject,
      details: {},
      recipients,
    });
  }

  /** Notes that a worker's reservation of a task ended now. */
  part(taskSid: string, workerSid: string): void {
    this.parted ??= new Map();
    const workers = this.parted.get(taskSid);
    if (workers === undefined) this.parted.set(taskSid, [workerSid]);
    else workers.push(workerSid);
  }

  partedFrom(taskSid: string): readonly string[] {
    return this.parted?.get(taskSid) ?? NOBODY;
  }

  commit(): void {
    if (this.changed) this.writable.counters.command += 1;
    this.changes.length = 0;
  }

  rollback(): void {
    const revived = new Set<TableName>();
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const change = this.changes[index];
      if (change === undefined) continue;
      replaceRecord(this.writable, change.table, change.sid, change.after, change.before);
      if (change.after === undefined) revived.add(change.table);
    }
    for (const table of revived) restoreOrder(this.writable, table);
    this.changes.length = 0;
    this.events.length = 0;
    Object.assign(this.writable.counters, this.countersBefore);
    Object.assign(this.writable.sidStream, this.streamBefore);
  }

  private replace<N extends TableName>(
    table: N,
    sid: string,
    before: Records[N] | undefined,
    after: Records[N] | undefined,
  ): void {
    this.changes.push({ table, sid, before, after });
    replaceRecord(this.writable, table, sid, before, after);
  }
}
