import type { State } from '../src/engine/state.ts';
import type { TableName } from '../src/engine/tables.ts';

/**
 * The whole state as canonical text: counters, streams and every record by SID. Two states with the same digest
 * behave alike, since indexes are functions of the records. For replay checks and tests; its cost is the state's size.
 */
export function digest(state: State): string {
  const tables: Record<string, unknown[]> = {};
  for (const name of Object.keys(state.tables).sort() as TableName[]) {
    const rows = [...state.tables[name].values()];
    tables[name] = rows.sort((a, b) => (a.sid < b.sid ? -1 : 1));
  }
  return JSON.stringify({ counters: state.counters, sidStream: state.sidStream, tables }, canonical, 1);
}

/** Sorts members, and writes a compiled expression or configuration as the text it came from. */
function canonical(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('text' in value && typeof value.text === 'string') return { text: value.text };
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
