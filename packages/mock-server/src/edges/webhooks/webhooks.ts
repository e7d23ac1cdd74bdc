import { EVENT_TYPES } from '@taskbay/protocol';
import type { Actor } from '../../engine/commands.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { type Batch, type JournalLine, journalLines } from '../../runtime/journal.ts';
import type { EdgeContext } from '../context.ts';
import { Assignments } from './assignments.ts';
import { CallWatch } from './call-watch.ts';
import { ConferenceWatch } from './conference-watch.ts';
import { eventFields } from './fields.ts';
import { type Attempted, Lane } from './lane.ts';
import { type Delivery, DeliveryLog } from './log.ts';
import type { Reply, SendOut } from './request.ts';
import { Sender } from './sender.ts';
import type { StatusUpdate } from './status-update.ts';
import { type Failure, readTarget } from './target.ts';

const LIMIT_MS = 15_000;
const RETRY_AFTER_MS = 1_000;

const PUBLIC_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES);

/** The calls and conferences of one workspace that applications are told of. */
interface Watches {
  readonly calls: CallWatch;
  readonly conferences: ConferenceWatch;
}

/** Calls an application's own endpoints; a projection of the batches that routing never waits for. */
export class Webhooks {
  readonly log = new DeliveryLog();
  private readonly context: EdgeContext;
  private readonly sender: Sender;
  private readonly assignments: Assignments;
  /** By workspace, while there is something to tell of it. */
  private readonly watches = new Map<string, Watches>();
  /** Two of each workspace, while something waits in them: events are not kept waiting by who is told of calls. */
  private readonly lanes = new Map<string, Lane>();
  private unsubscribe: (() => void) | undefined;

  constructor(context: EdgeContext, sendOut: SendOut) {
    this.context = context;
    this.sender = new Sender(context, sendOut);
    this.assignments = new Assignments(context, this.sender, this.log);
  }

  /** From now on callbacks are sent; what a seed plants before is nobody's news. */
  start(): void {
    this.unsubscribe ??= this.context.runtime.onBatch((batch) => this.publish(batch));
  }

  /** Drops what waits or is under way, forgets the log, and sends nothing until it is started again. */
  stop(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    this.sender.abort();
    for (const lane of this.lanes.values()) lane.end();
    this.lanes.clear();
    this.watches.clear();
    this.log.clear();
  }

  /** Sends a callback once more, after those that wait; assignments are asked about once. */
  resend(delivery: Delivery): void {
    delivery.state = 'waiting';
    this.enqueue(delivery);
  }

  private publish(batch: Batch): void {
    let lines: Map<string, JournalLine> | undefined;
    for (const event of batch.events) {
      const { workspace, workflow } = event.subject;
      if (event.journaled && isWanted(event, workspace.eventCallbackUrl, workspace.eventsFilter)) {
        lines ??= new Map(journalLines(batch).map((line) => [line.sid, line]));
        const line = lines.get(event.sid);
        if (line !== undefined) this.event(line, workspace.eventCallbackUrl ?? '');
      }
      const url = workflow?.assignmentCallbackUrl ?? null;
      if (event.type === 'reservation.created' && url !== null) {
        this.follow(this.assignments.ask(event, batch.now, [url, workflow?.fallbackAssignmentCallbackUrl ?? null]));
      }
    }
    if (this.watches.has(batch.workspace) || batch.events.some(({ resource }) => resource === 'CA')) this.watch(batch);
  }

  private watch(batch: Batch): void {
    const { workspace } = batch;
    const watches = this.watches.get(workspace) ?? this.newWatches();
    const { calls, conferences } = watches;
    for (const update of calls.follow(batch)) this.status(update, batch);
    for (const update of conferences.follow(batch)) this.status(update, batch);
    if (calls.isIdle && conferences.isIdle) this.watches.delete(workspace);
    else this.watches.set(workspace, watches);
  }

  /** A workspace goes without an event of its own: what it left behind goes now. */
  private newWatches(): Watches {
    const { runtime, credentials } = this.context;
    for (const known of this.watches.keys()) if (!runtime.has(known)) this.watches.delete(known);
    const { accountSid } = credentials;
    return { calls: new CallWatch(accountSid), conferences: new ConferenceWatch(accountSid) };
  }

  private status({ callback: { url, method }, ...update }: StatusUpdate, { workspace, now }: Batch): void {
    this.enqueue(this.log.add({ ...update, workspace, method, url, time: new Date(now).toISOString() }));
  }

  private event(line: JournalLine, url: string): void {
    const { workspace, sid, type, time } = line;
    const fields = eventFields(this.context.credentials.accountSid, line);
    this.enqueue(this.log.add({ kind: 'event', workspace, sid, type, method: 'POST', url, time, fields }));
  }

  private enqueue(delivery: Delivery): void {
    const { runtime } = this.context;
    const name = `${delivery.workspace} ${delivery.kind === 'event' ? 'events' : 'status'}`;
    let lane = this.lanes.get(name);
    if (lane === undefined) {
      const forget = (): void => void this.lanes.delete(name);
      lane = new Lane(runtime, (next) => this.attempt(next), forget);
      this.lanes.set(name, lane);
    }
    if (lane.add(delivery) !== 'first dropped') return;
    const actor: Actor = { type: 'workspace', sid: delivery.workspace };
    this.follow(runtime.dispatch(delivery.workspace, { type: 'workspace.note-dropped-callbacks' }, actor));
  }

  private async attempt(delivery: Delivery): Promise<Attempted> {
    const target = readTarget(delivery.url);
    const before = delivery.attempts.length;
    const reply = await this.sender.send(delivery, target, LIMIT_MS);
    const problem = problemOf(reply);
    this.sender.note(delivery, target, reply, problem);
    delivery.state = problem === null ? 'delivered' : 'failed';
    const failure = failureOf(reply);
    if (failure === undefined || before >= target.retries || !target.retryOn.has(failure)) return { again: false };
    delivery.state = 'waiting';
    return { again: true, after: RETRY_AFTER_MS };
  }

  private follow(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.context.log.error('A webhook could not be followed up', { error }));
  }
}

function isWanted({ type }: EngineEvent, url: string | null, filter: string | null): boolean {
  if (url === null || !PUBLIC_TYPES.has(type)) return false;
  return filter === null || filter.split(',').some((wanted) => wanted.trim() === type);
}

function problemOf(reply: Reply): string | null {
  if (reply.kind === 'none') return reply.problem;
  return reply.status >= 200 && reply.status < 300 ? null : `the status is ${reply.status}`;
}

/** What a retry policy calls it; undefined when the callback was taken, or refused in another way. */
function failureOf(reply: Reply): Failure | undefined {
  if (reply.kind === 'none') return reply.failure;
  if (reply.status >= 500) return '5xx';
  return reply.status >= 400 ? '4xx' : undefined;
}
