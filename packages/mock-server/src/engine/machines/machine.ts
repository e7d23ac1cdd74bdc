/** A lifecycle as data: from each status, which input leads where. */
export type TransitionTable<Status extends string, Input extends string> = {
  readonly [S in Status]: { readonly [I in Input]?: Status };
};

/** One status of a table with the moves that leave it. */
interface Row<Status, Input> {
  readonly from: Status;
  readonly moves: readonly { readonly input: Input; readonly to: Status }[];
}

/** The lifecycle of a table. The only way a status changes. */
export class Machine<Status extends string, Input extends string> {
  /** Few, so that going through them takes less than finding names that differ from call to call in objects. */
  private readonly rows: readonly Row<Status, Input>[];

  constructor(table: TransitionTable<Status, Input>) {
    const statuses = Object.entries(table) as [Status, Partial<Record<Input, Status>>][];
    this.rows = statuses.map(([from, moves]) => ({
      from,
      moves: (Object.entries(moves) as [Input, Status][]).map(([input, to]) => ({ input, to })),
    }));
  }

  /** The status an input leads to, or undefined when the table has no such move. */
  after(status: Status, input: Input): Status | undefined {
    for (const { from, moves } of this.rows) {
      if (from !== status) continue;
      for (const move of moves) if (move.input === input) return move.to;
    }
    return undefined;
  }

  /** Whether the table has such a move. */
  allows(status: Status, input: Input): boolean {
    return this.after(status, input) !== undefined;
  }
}
