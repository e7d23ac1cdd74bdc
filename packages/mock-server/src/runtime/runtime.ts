import type { Actor, Command, CommandOf } from '../engine/commands.ts';
import { type State, workspaceOf } from '../engine/state.ts';
import { AccountStream } from './account-stream.ts';
import type { ServerClock } from './clock.ts';
import type { Host, HostTimer, Timers } from './host.ts';
import { InFlight } from './in-flight.ts';
import type { Batch, Journal } from './journal.ts';
import { Statistics } from './statistics/statistics.ts';
import { timerName } from './timer-name.ts';
import { type DueTimer, EdgeTimers } from './timers.ts';
import { type Outcome, WorkspaceHost } from './workspace-host.ts';

export interface RuntimeOptions {
  /** Names the stream of the journal that workspace creation and deletion stand in. */
  readonly accountSid: string;
  /** Seed of every random stream. */
  readonly seed: number;
  readonly journal: Journal;
  readonly clock: ServerClock;
  readonly host: Host;
  /** Told of failures that no caller is there to hear of: a due timer whose command failed, a listener that threw. */
  readonly onError: (error: unknown) => void;
}

export type BatchListener = (batch: Batch) => void;

/** Host time before a due timer whose command failed is tried again. */
const RETRY_MS = 1_000;

/**
 * Every workspace of the account, their timers and the fan-out of what happened. The only mutable place of the
 * server besides sockets; edges send commands in and read views.
 */
export class Runtime {
  readonly clock: ServerClock;
  readonly journal: Journal;
  readonly inFlight: InFlight;
  readonly host: Host;
  readonly statistics = new Statistics();
  /** On the server's clock, but no part of what is told of it (`next`, `fired`): keep-alive of in-process sockets. */
  readonly quiet: Timers = {
    setTimeout: (run, milliseconds) => {
      const handle = this.quietTimers.add(this.clock.now() + milliseconds, 'keep-alive', '', run);
      this.schedule();
      return handle;
    },
    clearTimeout: (handle) => this.quietTimers.cancel(handle as number),
  };
  private readonly options: RuntimeOptions;
  private readonly hosts = new Map<string, WorkspaceHost>();
  private readonly edgeTimers = new EdgeTimers();
  private readonly quietTimers = new EdgeTimers();
  private readonly listeners = new Set<BatchListener>();
  private wakeUp: { readonly due: number; readonly timer: HostTimer } | undefined;
  private account: AccountStream;
  private firing = false;
  private closed = false;

  constructor(options: RuntimeOptions) {
    this.options = options;
    this.clock = options.clock;
    this.journal = options.journal;
    this.host = options.host;
    this.inFlight = new InFlight(options.host);
    this.account = this.openAccount();
  }

  /** SID for a workspace that is about to be created, from the account's own random stream. */
  drawWorkspaceSid(): string {
    return this.account.drawWorkspaceSid();
  }

  /** SIDs of the workspaces, in order of creation. */
  workspaces(): string[] {
    return [...this.hosts.keys()];
  }

  has(workspaceSid: string): boolean {
    return this.hosts.has(workspaceSid);
  }

  /** Fills a new workspace and notes it in the account's stream. A SID that is taken is refused. */
  async createWorkspace(command: CommandOf<'workspace.initialise'>, actor: Actor): Promise<Outcome> {
    if (this.hosts.has(command.sid)) {
      const name = command.friendlyName;
      return { ok: false, rejection: { code: 'name_taken', resource: 'Workspace', name } };
    }
    const host = new WorkspaceHost({
      sid: command.sid,
      seed: this.options.seed,
      journal: this.journal,
      now: () => this.clock.now(),
      onBatch: (batch) => this.publish(batch),
    });
    this.hosts.set(command.sid, host);
    return this.tracked(command.type, command.sid, async () => {
      const outcome = await host.dispatch(command, actor).catch((error: unknown) => {
        this.hosts.delete(command.sid);
        throw error;
      });
      if (outcome.ok) await this.account.note('account.create-workspace', outcome.subject.workspace, actor);
      else this.hosts.delete(command.sid);
      return outcome;
    });
  }

  /** Drops a workspace with everything in it, after the commands already under way; no effect when there is none. */
  async deleteWorkspace(workspaceSid: string, actor?: Actor): Promise<void> {
    const host = this.hosts.get(workspaceSid);
    if (host === undefined) return;
    await this.tracked('workspace.delete', workspaceSid, async () => {
      this.hosts.delete(workspaceSid);
      await host.close();
      const by: Actor = actor ?? { type: 'account', sid: this.options.accountSid };
      await this.account.note('account.delete-workspace', workspaceOf(host.state), by);
      await this.journal.drop(workspaceSid);
      this.statistics.drop(workspaceSid);
    });
    this.schedule();
  }

  /** Sends a command to a workspace; an unknown workspace is a `not_found` outcome. */
  async dispatch(workspaceSid: string, command: Command, actor: Actor): Promise<Outcome> {
    const host = this.hosts.get(workspaceSid);
    if (host === undefined) return { ok: false, rejection: { code: 'not_found', prefix: 'WS', sid: workspaceSid } };
    const sid = 'sid' in command && command.sid !== undefined ? command.sid : workspaceSid;
    return this.tracked(command.type, sid, () => host.dispatch(command, actor));
  }

  /** Reads a workspace between commands; undefined when it does not exist. `view` must not keep the state. */
  async read<T>(workspaceSid: string, view: (state: State, now: number) => T): Promise<T | undefined> {
    return this.hosts.get(workspaceSid)?.read(view);
  }

  /** Tells every committed batch, in order per workspace, before the command's answer. Returns the unsubscribe. */
  onBatch(listener: BatchListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Runs something after `milliseconds` of server time; it is in flight until it is done, and later timers do not wait
   * for it. Returns the cancel.
   */
  setTimer(milliseconds: number, what: string, sid: string, run: () => void | Promise<void>): () => void {
    const start = (): void => void this.tracked(what, sid, async () => run()).catch(this.options.onError);
    const handle = this.edgeTimers.add(this.clock.now() + Math.max(0, milliseconds), what, sid, start);
    this.schedule();
    return () => this.edgeTimers.cancel(handle);
  }

  /** The next timer of all: engine deadlines before edge timers of the same instant, then those nobody is told of. */
  nextTimer(): DueTimer | undefined {
    const told = this.nextTold();
    const quiet = this.quietTimers.next();
    if (quiet === undefined || (told !== undefined && told.due <= quiet.due)) return told;
    return { ...quiet, quiet: true };
  }

  /** The next timer that is shown; older workspaces first. */
  nextTold(): DueTimer | undefined {
    let first: DueTimer | undefined;
    for (const host of this.hosts.values()) {
      const deadline = host.state.deadlines.next();
      if (deadline === undefined || (first !== undefined && first.due <= deadline.due)) continue;
      const { due, kind, sid, sequence } = deadline;
      const fire = async (): Promise<void> => {
        const actor: Actor = { type: 'workspace', sid: host.sid };
        await this.dispatch(host.sid, { type: 'timer.fire', kind, sid, sequence }, actor);
      };
      first = { due, what: timerName(host.state.tables, deadline), sid, fire };
    }
    const edge = this.edgeTimers.next();
    return edge !== undefined && (first === undefined || edge.due < first.due) ? edge : first;
  }

  /** Forgets every workspace, timer and journal line, after the commands already under way. */
  async reset(): Promise<void> {
    const hosts = [...this.hosts.values()];
    this.hosts.clear();
    this.edgeTimers.clear();
    await Promise.all(hosts.map((host) => host.close()));
    await this.journal.drop();
    this.statistics.drop();
    this.account = this.openAccount();
    this.clock.reset();
    this.schedule();
  }

  /** Stops firing timers. */
  close(): void {
    this.closed = true;
    this.edgeTimers.clear();
    this.quietTimers.clear();
    this.cancelWakeUp();
  }

  /** On a real clock: wakes when the next timer is due. Cheap when nothing earlier came. */
  schedule(): void {
    if (this.firing) return;
    const next = this.clock.mode === 'real' && !this.closed ? this.nextTimer() : undefined;
    if (next !== undefined && this.wakeUp !== undefined && this.wakeUp.due === next.due) return;
    this.cancelWakeUp();
    if (next === undefined) return;
    this.wakeAfter(Math.max(0, next.due - this.clock.now()), next.due);
  }

  /** Fires what is due, one timer after the other. A failure is reported and pauses the rest, so that it cannot spin. */
  private async fireDue(): Promise<void> {
    this.wakeUp = undefined;
    this.firing = true;
    let failed = false;
    try {
      for (;;) {
        const next = this.clock.mode === 'real' && !this.closed ? this.nextTimer() : undefined;
        if (next === undefined || next.due > this.clock.now()) break;
        await next.fire();
      }
    } catch (error) {
      failed = true;
      this.options.onError(error);
    }
    this.firing = false;
    if (failed && !this.closed) this.wakeAfter(RETRY_MS, Number.NEGATIVE_INFINITY);
    else this.schedule();
  }

  private wakeAfter(milliseconds: number, due: number): void {
    const timer = this.host.setTimeout(() => void this.fireDue(), milliseconds);
    this.wakeUp = { due, timer };
  }

  private cancelWakeUp(): void {
    if (this.wakeUp !== undefined) this.host.clearTimeout(this.wakeUp.timer);
    this.wakeUp = undefined;
  }

  private openAccount(): AccountStream {
    const { accountSid, seed } = this.options;
    return new AccountStream({ accountSid, seed, journal: this.journal, now: () => this.clock.now() });
  }

  private async tracked<T>(what: string, sid: string, run: () => Promise<T>): Promise<T> {
    const done = this.inFlight.begin(what, sid);
    try {
      return await run();
    } finally {
      done();
    }
  }

  private publish(batch: Batch): void {
    this.statistics.add(batch);
    for (const listener of this.listeners) {
      try {
        listener(batch);
      } catch (error) {
        this.options.onError(error);
      }
    }
    this.schedule();
  }
}
