import { pageConsole } from '../host.page.ts';

/** What listeners of an event get; nothing is known of events that are not documented. */
type PayloadOf<Events, Name> = Name extends keyof Events ? Events[Name] : unknown;

/** The emitter of the old SDK, Node's in miniature. A listener that throws stops no other one. */
export interface Emitter<Events> {
  /** Listens; returns the client, as does everything here that the old emitter chained. */
  on<Name extends string>(name: Name, listener: (this: this, payload: PayloadOf<Events, Name>) => void): this;
  /** The same as `on`. */
  addListener<Name extends string>(name: Name, listener: (this: this, payload: PayloadOf<Events, Name>) => void): this;
  /** Listens for the next event only. */
  once<Name extends string>(name: Name, listener: (this: this, payload: PayloadOf<Events, Name>) => void): this;
  /** Stops one listener: of several that are the same, the one added last. */
  removeListener<Name extends string>(
    name: Name,
    listener: (this: this, payload: PayloadOf<Events, Name>) => void,
  ): this;
  /** Stops all listeners, of one event or of every event. */
  removeAllListeners(name?: string): this;
  /** The listeners of an event. */
  listeners(name: string): Listener[];
  /** Accepted and without meaning: nothing warns here. */
  setMaxListeners(count: number): this;
  /** Tells an event; says whether anybody listened. Unlike in the old SDK, an error nobody listens to ends no page. */
  emit<Name extends string>(name: Name, payload?: PayloadOf<Events, Name>): boolean;
}

type Listener = (payload: never) => void;

interface Entry {
  readonly name: string;
  readonly listener: Listener;
  readonly once: boolean;
}

/** Other spellings of worker events that pages use; the name they mean. */
function canonical(name: string): string {
  return name === 'worker.activity' ? 'activity.update' : name.replace(/^worker\./, '');
}

/** `heard` is called with the name of what is listened to. */
export function createEmitter<Client>(client: Client, heard: (name: string) => void) {
  let entries: Entry[] = [];
  const of = (name: string) => entries.filter((entry) => entry.name === canonical(name));

  function keep(wanted: (entry: Entry) => boolean): Client {
    entries = entries.filter(wanted);
    return client;
  }

  const drop = (one: Entry | undefined) => keep((entry) => entry !== one);

  const adding = (once: boolean) => (name: string, listener: Listener) => {
    emit('newListener', name);
    entries.push({ name: canonical(name), listener, once });
    heard(canonical(name));
    return client;
  };

  function emit(name: string, payload?: unknown): boolean {
    const found = of(name);
    for (const entry of found) {
      // One before it may have emitted the same, and used it up.
      if (entry.once && !entries.includes(entry)) continue;
      if (entry.once) drop(entry);
      try {
        entry.listener.call(client, payload as never);
      } catch (cause) {
        pageConsole().error(`A listener of "${name}" threw`, { cause });
      }
    }
    if (name === 'error' && !found.length) pageConsole().error((payload as Error).message);
    return found.length > 0;
  }

  return {
    on: adding(false),
    addListener: adding(false),
    once: adding(true),
    removeListener: (name: string, listener: Listener) =>
      drop(
        of(name)
          .filter((entry) => entry.listener === listener)
          .at(-1),
      ),
    removeAllListeners: (name?: string) => keep((entry) => name !== undefined && entry.name !== canonical(name)),
    listeners: (name: string) => of(name).map(({ listener }) => listener),
    setMaxListeners: () => client,
    emit,
  };
}
