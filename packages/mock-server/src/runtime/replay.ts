import { apply } from '../engine/apply.ts';
import { createState, type State } from '../engine/state.ts';
import {
  type AccountCommand,
  type Batch,
  type Journal,
  type JournalInput,
  journalLines,
  type StoredBatch,
} from './journal.ts';

/** The journal does not produce what it says; `sequence` is the first line that differs. */
export class ReplayError extends Error {
  readonly workspace: string;
  readonly sequence: number;

  constructor(workspace: string, sequence: number, problem: string) {
    super(`Replay of ${workspace} fails at sequence ${sequence}: ${problem}`);
    this.workspace = workspace;
    this.sequence = sequence;
  }
}

/** Rebuilds a workspace from its journal alone. Throws ReplayError when a command no longer gives the same events. */
export async function replay(journal: Journal, workspace: string, seed: number): Promise<State> {
  const state = createState(seed, workspace);
  const stored = await journal.read(workspace, 0);
  if (stored.kind === 'gone') throw new ReplayError(workspace, stored.first, 'earlier lines are gone');
  replayBatches(workspace, state, stored.batches);
  return state;
}

/** Rebuilds every workspace of an account from the journal alone, by SID in order of creation. */
export async function replayAccount(journal: Journal, accountSid: string, seed: number): Promise<Map<string, State>> {
  const stored = await journal.read(accountSid, 0);
  if (stored.kind === 'gone') throw new ReplayError(accountSid, stored.first, 'earlier lines are gone');
  const sids = new Set<string>();
  for (const { input } of stored.batches) {
    if (input.type === 'account.create-workspace') sids.add(input.sid);
    else if (input.type === 'account.delete-workspace') sids.delete(input.sid);
    else throw new ReplayError(accountSid, 1, `this is the stream of a workspace: it holds ${input.type}`);
  }
  const workspaces = new Map<string, State>();
  for (const sid of sids) workspaces.set(sid, await replay(journal, sid, seed));
  return workspaces;
}

/** Applies stored commands to a state, in order, and checks every line they produce. */
export function replayBatches(workspace: string, state: State, stored: readonly StoredBatch[]): Batch[] {
  return stored.map((batch) => {
    const sequence = batch.lines[0]?.sequence ?? state.counters.sequence + 1;
    const input = batch.input;
    if (isAccountCommand(input)) throw new ReplayError(workspace, sequence, 'this is the stream of an account');
    const applied = apply(state, input, batch.actor, batch.now);
    if (!applied.ok) throw new ReplayError(workspace, sequence, `${input.type} is refused: ${applied.rejection.code}`);
    const { actor, now, command } = batch;
    const again: Batch = { workspace, command, now, actor, input, events: applied.events };
    const difference = firstDifference(batch, again);
    if (difference !== undefined) {
      applied.rollback();
      throw new ReplayError(workspace, difference, `${input.type} gives other events than it did`);
    }
    applied.commit();
    return again;
  });
}

function isAccountCommand(input: JournalInput): input is AccountCommand {
  return input.type === 'account.create-workspace' || input.type === 'account.delete-workspace';
}

function firstDifference(stored: StoredBatch, again: Batch): number | undefined {
  const lines = journalLines(again);
  for (let index = 0; index < Math.max(lines.length, stored.lines.length); index += 1) {
    const before = stored.lines[index];
    const after = lines[index];
    if (JSON.stringify(before) !== JSON.stringify(after)) return before?.sequence ?? after?.sequence ?? 0;
  }
  return undefined;
}
