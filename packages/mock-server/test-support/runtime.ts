import type { Command, CommandOf } from '../src/engine/commands.ts';
import type { State } from '../src/engine/state.ts';
import { type ClockMode, ServerClock } from '../src/runtime/clock.ts';
import type { Journal } from '../src/runtime/journal.ts';
import { MemoryJournal } from '../src/runtime/memory-journal.ts';
import { Runtime } from '../src/runtime/runtime.ts';
import type { Outcome } from '../src/runtime/workspace-host.ts';
import { ManualHost } from './manual-host.ts';
import { byAccount, SEED, START, setUp, WORKSPACE } from './simulation.ts';

export interface TestRuntime {
  readonly runtime: Runtime;
  readonly host: ManualHost;
  readonly journal: Journal;
  /** What `onError` was told. */
  readonly errors: unknown[];
  /** Sends a command to the workspace as the account. */
  readonly send: (command: Command) => Promise<Outcome>;
  readonly read: <T>(view: (state: State) => T) => Promise<T>;
}

/** A runtime on a host that stands still, without a workspace. */
export function createRuntime(mode: ClockMode = 'manual', journal: Journal = new MemoryJournal()): TestRuntime {
  const host = new ManualHost(START);
  const errors: unknown[] = [];
  const clock = new ServerClock(host, mode, START);
  const onError = (error: unknown): void => void errors.push(error);
  const runtime = new Runtime({ accountSid: byAccount.sid, seed: SEED, journal, clock, host, onError });
  const send = (command: Command): Promise<Outcome> => runtime.dispatch(WORKSPACE, command, byAccount);
  const read = async <T>(view: (state: State) => T): Promise<T> => {
    const seen = await runtime.read(WORKSPACE, (state) => ({ value: view(state) }));
    if (seen === undefined) throw new Error('The workspace is gone');
    return seen.value;
  };
  return { runtime, host, journal, errors, send, read };
}

/** The same with the small workspace of the simulation in it. */
export async function createFilledRuntime(mode?: ClockMode, journal?: Journal): Promise<TestRuntime> {
  const made = createRuntime(mode, journal);
  await fill(made.runtime, WORKSPACE);
  return made;
}

/** Makes the small workspace under a SID. */
export async function fill(runtime: Runtime, sid: string): Promise<void> {
  const created = await runtime.createWorkspace(initialise(sid), byAccount);
  if (!created.ok) throw new Error(created.rejection.code);
  for (let index = 1; ; index += 1) {
    const command = await runtime.read(sid, (state) => setUp(state)[index]?.());
    if (command === undefined) return;
    await runtime.dispatch(sid, command, byAccount);
  }
}

export function initialise(sid: string): CommandOf<'workspace.initialise'> {
  const command = setUp({} as State)[0]?.();
  if (command?.type !== 'workspace.initialise') throw new Error('The first command makes the workspace');
  return { ...command, sid };
}
