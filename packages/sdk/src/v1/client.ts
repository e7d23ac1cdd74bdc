import { pageConsole } from '../host.page.ts';
import { createBridge } from './bridge.ts';
import type { Claims } from './claims.ts';
import { hide } from './convert.ts';
import { Entity } from './entity.ts';
import { addressesOf, type ServerSettings } from './server-choice.ts';

/** What a modern client offers the old ones. */
export interface ModernClient {
  readonly client: Parameters<typeof createBridge>[0];
  updateToken(token: string): void;
}

/** What every client is made with. */
export interface ClientSettings {
  readonly token: string;
  readonly claims: Claims;
  readonly server: ServerSettings;
  readonly debug: boolean;
  readonly maxRetries: number;
  readonly connectActivitySid: string | undefined;
  readonly disconnectActivitySid: string | undefined;
  readonly closeExistingSessions: boolean;
}

/** What listeners of an event get; nothing is known of events that are not documented. */
type PayloadOf<Events, Name> = Name extends keyof Events ? Events[Name] : unknown;

interface Entry {
  readonly name: string;
  readonly listener: (payload: never) => void;
  readonly once: boolean;
}

/** Other spellings of worker events that pages use; the name they mean. */
function canonical(name: string): string {
  return name === 'worker.activity' ? 'activity.update' : name.replace(/^worker\./, '');
}

/**
 * A client for one resource: its verbs act on that resource, and it has the emitter of the old SDK, Node's in miniature.
 * A listener that throws stops no other one.
 */
export class Client<Events extends object> extends Entity {
  declare token: string;
  declare readonly debug: boolean;
  /** What is read before `ready`. Not met in loops, as the next. */
  declare readonly readyUrl: string;
  /** Where the socket is, without its token. */
  declare readonly channelUrl: string;
  readonly #modern: ModernClient;
  #entries: Entry[] = [];

  constructor(modern: ModernClient, { token, claims, server, debug, maxRetries }: ClientSettings, path: string) {
    const { account_sid, workspace_sid, channel } = claims;
    const { rest, socket } = addressesOf(server);
    super(createBridge(modern.client, rest, workspace_sid, maxRetries), path);
    // Whose channel the token opens is the resource itself: known before anything was read of it.
    hide(this, { sid: channel, readyUrl: this.resourceUrl, channelUrl: `${socket}/${account_sid}/${channel}` });
    this.token = token;
    this.debug = debug;
    this.#modern = modern;
  }

  /** Uses this token from now on. */
  override updateToken(token: string): void {
    this.token = token;
    this.#modern.updateToken(token);
  }

  /** Listens; returns the client, as does everything here that the old emitter chained. */
  on<Name extends string>(name: Name, listener: (this: this, payload: PayloadOf<Events, Name>) => void): this {
    return this.#add(name, listener, false);
  }

  /** The same as `on`. */
  addListener<Name extends string>(name: Name, listener: (this: this, payload: PayloadOf<Events, Name>) => void): this {
    return this.on(name, listener);
  }

  /** Listens for the next event only. */
  once<Name extends string>(name: Name, listener: (this: this, payload: PayloadOf<Events, Name>) => void): this {
    return this.#add(name, listener, true);
  }

  /** Stops one listener: of several that are the same, the one added last. */
  removeListener<Name extends string>(
    name: Name,
    listener: (this: this, payload: PayloadOf<Events, Name>) => void,
  ): this {
    const one = this.#of(name)
      .filter((entry) => entry.listener === listener)
      .pop();
    return this.#keep((entry) => entry !== one);
  }

  /** Stops all listeners, of one event or of every event. */
  removeAllListeners(name?: string): this {
    return this.#keep((entry) => name !== undefined && entry.name !== canonical(name));
  }

  /** The listeners of an event. */
  listeners(name: string): Entry['listener'][] {
    return this.#of(name).map(({ listener }) => listener);
  }

  /** Accepted and without meaning: nothing warns here. */
  setMaxListeners(_count: number): this {
    return this;
  }

  /** Tells an event; says whether anybody listened. */
  emit<Name extends string>(name: Name, payload?: PayloadOf<Events, Name>): boolean {
    const entries = this.#of(name);
    for (const entry of entries) {
      // One before it may have emitted the same, and used it up.
      if (entry.once && !this.#entries.includes(entry)) continue;
      if (entry.once) this.#keep((other) => other !== entry);
      try {
        entry.listener.call(this, payload as never);
      } catch (cause) {
        pageConsole().error(`A listener of "${name}" threw`, { cause });
      }
    }
    return entries.length > 0;
  }

  #of(name: string): Entry[] {
    return this.#entries.filter((entry) => entry.name === canonical(name));
  }

  #keep(wanted: (entry: Entry) => boolean): this {
    this.#entries = this.#entries.filter(wanted);
    return this;
  }

  #add(name: string, listener: Entry['listener'], once: boolean): this {
    this.emit('newListener', name as never);
    this.#entries.push({ name: canonical(name), listener, once });
    return this;
  }
}

/** Unlike in the old SDK, an error nobody listens to ends no page. */
export function tellError<Events extends object>(client: Client<Events>, response: { readonly message: string }): void {
  const { message } = response;
  if (!client.emit('error', { response, message } as never)) pageConsole().error(message);
}
