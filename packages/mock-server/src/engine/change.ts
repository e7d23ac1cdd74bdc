import type { Records, TableName } from './tables.ts';

/** One record as a command replaced it, and the change before; undefined = there was, or is, none. */
export interface Change {
  readonly earlier: Change | undefined;
  readonly table: TableName;
  readonly before: Records[TableName] | undefined;
  readonly after: Records[TableName] | undefined;
}
