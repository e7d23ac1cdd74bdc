import type { Actor, Command, CommandOf } from '../engine/commands.ts';
import { createStream, type RandomStream } from '../engine/random.ts';
import { drawSid } from '../engine/sids.ts';
import type { State } from '../engine/state.ts';
import type { ServerClock } from './clock.ts';
import type { Host, HostTimer } from './host.ts';
import { InFlight } from './in-flight.ts';
import type { Batch, Journal } from './journal.ts';
import { type DueTimer, EdgeTimers, ENGINE_TIMER_NAMES } from './timers.ts';
import { type Outcome, WorkspaceHost } from './workspace-host.ts';

export interface RuntimeOptions {
  /** Seed of every random stream. */
  readonly seed: number;
  readonly journal: Journal;
  readonly clock: ServerClock;
  readonly host: Host;
  /** Told of failures that no caller is there to hear of (a due timer whose command failed). */
  readonly onError: (error: unknown) => void;
}

export type BatchListener = (batch: Batch) => void;

/**
 * Every workspace of the account, their timers and the fan-out of what happened. The only mutable place of the
 * server besides sockets; edges send commands in and read views.
 */
export class Runtime {
  readonly clock: ServerClock;
  readonly journal: Journal;
  readonly inFlight: InFlight;
  readonly host: Host;
  private readonly options: RuntimeOptions;
  private readonly hosts = new Map<string, WorkspaceHost>();
  private readonly edgeTimers = new EdgeTimers();
  private readonly listeners = new Set<BatchListener>();
  private wakeUp: { readonly due: number; readonly timer: HostTimer } | undefined;
  private closed = false;
  private accountStream: RandomStream;

  constructor(options: RuntimeOptions) {
    this.options = options;
    this.clock = options.clock;
    this.journal = options.journal;
    this.host = options.host;
    this.inFlight = new InFlight(options.host);
    this.accountStream = createStream(options.seed, 'account');
  }

  /** SID for a workspace that is about to be created, from the account's own random stream. */
  drawWorkspaceSid(): string {
    return drawSid('WS', this.accountStream);
  }

  /** SIDs of the workspaces, in order of creation. */
  workspaces(): string[] {
    return [...this.hosts.keys()];
  }

  has(workspaceSid: string): boolean {
    return this.hosts.has(workspaceSid);
  }

  async createWorkspace(command: CommandOf<'workspace.initialise'>, actor: Actor): Promise<Outcome> {
    const host = new WorkspaceHost({
      sid: command.sid,
      seed: this.options.seed,
      journal: this.journal,
      now: () => this.clock.now(),
      onBatch: (batch) => this.publish(batch),
    });
    this.hosts.set(command.sid, host);
    const outcome = await this.tracked(command.type, command.sid, () => host.dispatch(command, actor));
    if (!outcome.ok) this.hosts.delete(command.sid);
    return outcome;
  }

  /** Drops a workspace with everything in it. */
  async deleteWorkspace(workspaceSid: string): Promise<void> {
    this.hosts.delete(workspaceSid);
    await this.journal.drop(workspaceSid);
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

  /** Runs something after `milliseconds` of server time. Returns the cancel. */
  setTimer(milliseconds: number, what: string, sid: string, run: () => void | Promise<void>): () => void {
    const handle = this.edgeTimers.add(this.clock.now() + Math.max(0, milliseconds), what, sid, run);
    this.schedule();
    return () => this.edgeTimers.cancel(handle);
  }

  /** The next timer of all: engine deadlines before edge timers of the same instant, older workspaces first. */
  nextTimer(): DueTimer | undefined {
    let first: DueTimer | undefined;
    for (const host of this.hosts.values()) {
      const deadline = host.state.deadlines.next();
      if (deadline === undefined || (first !== undefined && first.due <= deadline.due)) continue;
      const { due, kind, sid, sequence } = deadline;
      const fire = async (): Promise<void> => {
        const actor: Actor = { type: 'workspace', sid: host.sid };
        await this.dispatch(host.sid, { type: 'timer.fire', kind, sid, sequence }, actor);
      };
      first = { due, what: ENGINE_TIMER_NAMES[kind], sid, fire };
    }
    const edge = this.edgeTimers.next();
    return edge !== undefined && (first === undefined || edge.due < first.due) ? edge : first;
  }

  /** Forgets every workspace, timer and journal line. */
  async reset(): Promise<void> {
    this.hosts.clear();
    this.edgeTimers.clear();
    this.accountStream = createStream(this.options.seed, 'account');
    await this.journal.drop();
    this.clock.reset();
    this.schedule();
  }

  /** Stops firing timers. */
  close(): void {
    this.closed = true;
    this.edgeTimers.clear();
    this.cancelWakeUp();
  }

  /** On a real clock: wakes when the next timer is due. Cheap when nothing earlier came. */
  schedule(): void {
    const next = this.clock.mode === 'real' && !this.closed ? this.nextTimer() : undefined;
    if (next !== undefined && this.wakeUp !== undefined && this.wakeUp.due === next.due) return;
    this.cancelWakeUp();
    if (next === undefined) return;
    const timer = this.host.setTimeout(() => this.fireDue(), Math.max(0, next.due - this.clock.now()));
    this.wakeUp = { due: next.due, timer };
  }

  private fireDue(): void {
    this.wakeUp = undefined;
    const next = this.nextTimer();
    if (this.clock.mode !== 'real' || this.closed || next === undefined || next.due > this.clock.now()) {
      this.schedule();
      return;
    }
    next
      .fire()
      .catch(this.options.onError)
      .finally(() => this.fireDue());
  }

  private cancelWakeUp(): void {
    if (this.wakeUp !== undefined) this.host.clearTimeout(this.wakeUp.timer);
    this.wakeUp = undefined;
  }

  private async tracked(what: string, sid: string, run: () => Promise<Outcome>): Promise<Outcome> {
    const done = this.inFlight.begin(what, sid);
    try {
      return await run();
    } finally {
      done();
    }
  }

  private publish(batch: Batch): void {
    for (const listener of this.listeners) listener(batch);
    this.schedule();
  }
}
