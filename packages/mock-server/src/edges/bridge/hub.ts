import { CLOSE } from '@taskbay/protocol';
import type { Actor } from '../../engine/commands.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { Batch } from '../../runtime/journal.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { EdgeContext, Logger, RequestHost } from '../context.ts';
import { EventFrame, isFrameEvent } from './frame-payload.ts';
import { Lane, type Ticket } from './lane.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** A v2 client reads activities and channels once: what it cannot know makes it throw, so it has to connect again. */
const STALE_LISTS = { code: 1012, reason: 'Activities or channels have changed; connect again' } as const;

/** Host milliseconds a read waits for frames whose own response does not get finished. */
const DRAIN_LIMIT_MS = 1_000;

/**
 * Committed events to sockets: rendered once per wire, for the sessions that are open when it happens, in journal order
 * per worker. Frames that a worker's own command causes follow the command's answer (docs/decisions/0005).
 */
export class Hub {
  private readonly runtime: Runtime;
  private readonly log: Logger;
  private readonly sessions: Sessions;
  private readonly lanes = new Map<string, Lane>();
  private ready: (() => void)[] = [];
  /** By identity of the actor object, which every request makes anew and the runtime hands through to its batch. */
  private readonly tickets = new WeakMap<Actor, Ticket>();

  constructor({ runtime, log }: EdgeContext, sessions: Sessions) {
    this.runtime = runtime;
    this.log = log;
    this.sessions = sessions;
    runtime.onBatch((batch) => this.publish(batch));
  }

  /** Claims the place of a request's frames. To be called before anything is awaited, lest its end be missed. */
  ticket(host: RequestHost): Ticket {
    const ticket: Ticket = { open: false };
    const open = (): void => {
      ticket.open = true;
      if (ticket.workerSid !== undefined) this.drain(ticket.workerSid);
    };
    const { setTimeout, defer } = this.runtime.host;
    // The turn after the delay lets a client in a process that was busy meanwhile read its answer first.
    const openLater = (): void => defer(open);
    host.onFinished(() => {
      // A request that holds nothing, as all that only read, costs no timer.
      if (ticket.workerSid === undefined) open();
      else if (host.pushDelayMs > 0) setTimeout(openLater, host.pushDelayMs);
      else openLater();
    });
    return ticket;
  }

  /** Holds the frames that the actor's command causes for the worker itself until the ticket is open. */
  hold(ticket: Ticket, actor: Actor, workerSid: string): void {
    ticket.workerSid = workerSid;
    this.tickets.set(actor, ticket);
  }

  /** Resolves when the frames a worker has coming now are on its sockets, or when that takes too long to wait for. */
  async drained(workerSid: string): Promise<void> {
    this.sendReady();
    const lane = this.lanes.get(workerSid);
    if (lane === undefined) return;
    const { host } = this.runtime;
    await new Promise<void>((resolve) => {
      const timer = host.setTimeout(resolve, DRAIN_LIMIT_MS);
      lane.onDrained(() => {
        host.clearTimeout(timer);
        resolve();
      });
    });
  }

  reset(): void {
    this.sendReady();
    for (const lane of this.lanes.values()) lane.release();
    this.lanes.clear();
  }

  /** Sends what this moment has brought so far. */
  sendReady(): void {
    const { ready } = this;
    this.ready = [];
    for (const send of ready) this.attempt(send);
  }

  private publish(batch: Batch): void {
    const held = this.tickets.get(batch.actor);
    for (const event of batch.events) {
      if (event.type === 'worker.deleted') this.dismiss(event.resourceSid);
      if (!isFrameEvent(event)) continue;
      let frame: EventFrame | undefined;
      for (const workerSid of event.recipients) {
        const sessions = this.sessions.of(workerSid);
        if (sessions.length === 0) continue;
        frame ??= new EventFrame(event, batch.now);
        this.send(workerSid, held?.workerSid === workerSid ? held : undefined, sessions, frame);
      }
    }
  }

  private send(workerSid: string, ticket: Ticket | undefined, sessions: readonly Session[], frame: EventFrame): void {
    this.push(workerSid, ticket, () => deliver(sessions, frame));
  }

  private push(workerSid: string, ticket: Ticket | undefined, send: () => void): void {
    const lane = this.lanes.get(workerSid);
    if (lane === undefined && ticket?.open !== false) {
      this.sendSoon(send);
      return;
    }
    const done = this.runtime.inFlight.begin('frame', workerSid);
    const into = lane ?? new Lane();
    if (lane === undefined) this.lanes.set(workerSid, into);
    into.add(ticket, () => {
      this.attempt(send);
      done();
    });
  }

  /** What one moment brings for whomever is rendered and sent together. */
  private sendSoon(send: () => void): void {
    if (this.ready.push(send) > 1) return;
    const done = this.runtime.inFlight.begin('frames', '');
    this.runtime.host.soon(() => {
      this.sendReady();
      done();
    });
  }

  /** No caller is there to hear of a failure, and whatever else waits goes out all the same. */
  private attempt(send: () => void): void {
    try {
      send();
    } catch (error) {
      this.log.error('A frame could not be sent', { error });
    }
  }

  private drain(workerSid: string): void {
    // What needed no lane came before what waits in one.
    this.sendReady();
    const lane = this.lanes.get(workerSid);
    lane?.drain();
    if (lane?.empty === true) this.lanes.delete(workerSid);
  }

  private dismiss(workerSid: string): void {
    const sessions = this.sessions.of(workerSid);
    this.push(workerSid, undefined, () => {
      for (const session of sessions) session.close(CLOSE.workerDeleted);
    });
  }
}

function deliver(sessions: readonly Session[], frame: EventFrame): void {
  for (const session of sessions) {
    const { identity, lastOrdinal } = session.facts;
    if (identity.wire === 'v2' && newestListed(frame.event) > lastOrdinal) {
      session.close(STALE_LISTS, 'lost');
      continue;
    }
    const text = frame.text(identity.wire);
    if (text !== undefined) session.send(text);
  }
}

/** Ordinal of the listed record that a frame names by SID. */
function newestListed({ type, subject }: EngineEvent): number {
  if (type === 'worker.activity.update') return subject.activity?.ordinal ?? 0;
  return type.startsWith('worker.') ? (subject.workerChannel?.ordinal ?? 0) : 0;
}
