import type { SidPrefix } from '@taskbay/protocol';
import type { Command, CommandOf, CommandType } from '../commands.ts';
import type { Subject } from '../events.ts';
import type { NamedResource } from '../rejections.ts';
import { invalid, reject } from '../rejections.ts';
import { RULES } from '../rules.ts';
import type { Records, TableName } from '../tables.ts';
import type { Transaction } from '../transaction.ts';

/** Carries out one command inside a transaction and answers with the records it is about, as they stand then. */
export type Handler<T extends CommandType> = (tx: Transaction, command: CommandOf<T>) => Subject;

export type Handlers = { readonly [T in Command['type']]: Handler<T> };

/** Table of each resource that commands name by SID. */
export const TABLE_OF = {
  WA: 'activity',
  TC: 'channel',
  WQ: 'queue',
  WW: 'workflow',
  WK: 'worker',
  WC: 'workerChannel',
  WT: 'task',
  WR: 'reservation',
} as const satisfies Partial<Record<SidPrefix, TableName>>;

export type TablePrefix = keyof typeof TABLE_OF;

/** The record, or the `not_found` rejection. */
export function find<P extends TablePrefix>(tx: Transaction, prefix: P, sid: string): Records[(typeof TABLE_OF)[P]] {
  const rows: ReadonlyMap<string, Records[TableName]> = tx.tables[TABLE_OF[prefix]];
  const record = rows.get(sid) ?? reject({ code: 'not_found', prefix, sid });
  return record as Records[(typeof TABLE_OF)[P]];
}

/** Refuses a name that another resource of the kind has. */
export function claimName(tx: Transaction, resource: NamedResource, name: string | undefined, ownSid?: string): void {
  if (name === undefined) return;
  const holder = tx.state.indexes.names.find(resource, name);
  if (holder !== undefined && holder !== ownSid) reject({ code: 'name_taken', resource, name });
}

/** Refuses a parameter that names no activity of the workspace. */
export function checkActivity(tx: Transaction, parameter: string, sid: string | undefined): void {
  if (sid === undefined || tx.tables.activity.has(sid)) return;
  invalid(parameter, `${sid} does not exist in workspace ${tx.workspace.sid}`);
}

/** Refuses one record more than the service allows of a kind. */
export function checkLimit(tx: Transaction, table: keyof typeof RULES.maxRecords, resource: string): void {
  const limit = RULES.maxRecords[table];
  if (tx.tables[table].size >= limit) reject({ code: 'limit', resource, limit });
}

/** If-Match: `expected` undefined means any version. */
export function checkVersion(record: { sid: string; version: number }, expected: number | undefined): void {
  if (expected === undefined || expected === record.version) return;
  reject({ code: 'version_mismatch', sid: record.sid, expected, actual: record.version });
}

/** A new record's identity and dates. */
export function identity(tx: Transaction, prefix: SidPrefix, sid: string | undefined) {
  return { sid: sid ?? tx.sid(prefix), ordinal: tx.ordinal(), dateCreated: tx.now, dateUpdated: tx.now };
}

/** The given settings without absent ones, so that a record keeps what the command does not name. */
export function given<T extends object>(settings: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** True when a setting would change the record. */
export function changes<T extends object>(record: T, settings: Partial<T>): boolean {
  return Object.entries(settings).some(([key, value]) => record[key as keyof T] !== value);
}
