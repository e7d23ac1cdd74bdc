import { BoundedMap } from '../bounded-map.ts';
import type { EdgeContext } from '../context.ts';
import type { ServerSocket } from '../socket.ts';
import type { ConnectionInfo } from './connection-info.ts';
import { Eviction } from './eviction.ts';
import { type Ending, Session, type SessionFacts, type SessionListener } from './session.ts';

/** Told of workers that come and go. */
export interface Presence {
  readonly opened: (workerSid: string) => void;
  /** The server is about to close a connection. */
  readonly closing: () => void;
  /** A connection was lost and its worker has no other. */
  readonly lastLost: (session: Session) => void;
}

const NOBODY: readonly Session[] = [];

/** Origins and client versions that are kept once. */
const MAX_SHARED = 100;

/** Every open socket of the bridge, oldest first, and who hears of which worker. */
export class Sessions {
  private readonly context: EdgeContext;
  private readonly presence: Presence;
  private readonly listener: SessionListener;
  private readonly byId = new Map<string, Session>();
  /** Lists are replaced, never changed: whoever goes through one is not disturbed by comings and goings. */
  private readonly byWorker = new Map<string, readonly Session[]>();
  private readonly eviction = new Eviction();
  private readonly texts = new BoundedMap<string, string>(MAX_SHARED);
  private opened = 0;

  constructor(context: EdgeContext, presence: Presence) {
    this.context = context;
    this.presence = presence;
    this.listener = {
      closing: presence.closing,
      ended: (session, ending) => this.remove(session, ending),
    };
  }

  open(facts: Omit<SessionFacts, 'id' | 'since'>, socket: ServerSocket): Session {
    this.opened += 1;
    const id = `connection-${this.opened}`;
    const origin = this.shared(facts.origin);
    const clientVersion = facts.clientVersion === null ? null : this.shared(facts.clientVersion);
    const full = { ...facts, origin, clientVersion, id, since: this.context.runtime.clock.now() };
    const session = new Session(this.context, full, socket, this.listener);
    this.byId.set(id, session);
    if (session.workerSid !== undefined) {
      this.byWorker.set(session.workerSid, [...this.of(session.workerSid), session]);
      this.presence.opened(session.workerSid);
    }
    return session;
  }

  /** The other sessions of the same worker that have to give way to a newcomer (`closeExistingSessions`). */
  replacedBy(newcomer: Session): readonly Session[] {
    return this.of(newcomer.workerSid).filter(
      (session) => session !== newcomer && this.eviction.replaces(newcomer.facts.identity, session.facts.identity),
    );
  }

  of(workerSid: string | undefined): readonly Session[] {
    return (workerSid === undefined ? undefined : this.byWorker.get(workerSid)) ?? NOBODY;
  }

  find(id: string): Session | undefined {
    return this.byId.get(id);
  }

  list(): readonly ConnectionInfo[] {
    return [...this.byId.values()].map(({ facts }) => ({
      id: facts.id,
      worker: facts.identity.workerSid ?? channelOf(facts),
      path: facts.path,
      since: new Date(facts.since).toISOString(),
      clientVersion: facts.clientVersion,
    }));
  }

  closeAll(close: { readonly code: number; readonly reason: string }): void {
    for (const session of [...this.byId.values()]) session.close(close);
  }

  reset(): void {
    this.eviction.reset();
    this.opened = 0;
  }

  /** One text for all sessions that have it: each would keep the URL it is a part of, and the token in that. */
  private shared(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }

  private remove(session: Session, ending: Ending): void {
    this.byId.delete(session.facts.id);
    const { workerSid } = session;
    if (workerSid === undefined) return;
    const left = this.of(workerSid).filter((own) => own !== session);
    if (left.length > 0) {
      this.byWorker.set(workerSid, left);
      return;
    }
    this.byWorker.delete(workerSid);
    if (ending === 'lost') this.presence.lastLost(session);
  }
}

function channelOf({ identity }: SessionFacts): string {
  return identity.wire === 'v1' ? identity.channelSid : identity.workspaceSid;
}
