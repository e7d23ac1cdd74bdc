/** A lifecycle as data: from each status, which input leads where. */
export type TransitionTable<Status extends string, Input extends string> = {
  readonly [S in Status]: { readonly [I in Input]?: Status };
};

/** The status an input leads to, or undefined when the table has no such move. The only way a status changes. */
export function transition<Status extends string, Input extends string>(
  table: TransitionTable<Status, Input>,
  from: Status,
  input: Input,
): Status | undefined {
  return table[from][input];
}
