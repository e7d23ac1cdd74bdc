/** A lifecycle as data: from each status, which input leads where. */
export type TransitionTable<Status extends string, Input extends string> = {
  readonly [S in Status]: { readonly [I in Input]?: Status };
};

interface Move<Status, Input> {
  readonly from: Status;
  readonly input: Input;
  readonly to: Status;
}

/** The lifecycle of a table. The only way a status changes. */
export class Machine<Status extends string, Input extends string> {
  /** Few, so that going through them takes less than finding names that differ from call to call in objects. */
  private readonly moves: readonly Move<Status, Input>[];

  constructor(table: TransitionTable<Status, Input>) {
    const statuses = Object.entries(table) as [Status, Partial<Record<Input, Status>>][];
    this.moves = statuses.flatMap(([from, moves]) =>
      (Object.entries(moves) as [Input, Status][]).map(([input, to]) => ({ from, input, to })),
    );
  }

  /** The status an input leads to, or undefined when the table has no such move. */
  after(status: Status, input: Input): Status | undefined {
    for (const move of this.moves) if (move.from === status && move.input === input) return move.to;
    return undefined;
  }

  /** Whether the table has such a move. */
  allows(status: Status, input: Input): boolean {
    return this.after(status, input) !== undefined;
  }
}
