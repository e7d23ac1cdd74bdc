import mitt from 'mitt';

/**
 * Gets the one payload of its event. What it throws, or a promise it returns rejects with, becomes an `error` event.
 */
export type Listener<T> = (payload: T) => void;

/** What every object with events offers. */
export interface Events<Map extends object> {
  on<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): () => void;
  once<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): () => void;
  off<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): void;
}

/** The sending end, held by the SDK and not handed out. */
export interface Emitter<Map extends object> extends Events<Map> {
  emit<Name extends keyof Map>(name: Name, payload: Map[Name]): void;
  listens(name: keyof Map): boolean;
}

/** Called with what a listener threw, or what the promise it returned was rejected with. */
export type ListenerFailure = (name: string, cause: unknown) => void;

type Guarded = ((payload: unknown) => void) & { listener?: unknown };

/** mitt with two additions: a throwing listener stops no other one, and `on` returns its own undoing. */
export function createEmitter<Map extends object>(failed: ListenerFailure): Emitter<Map> {
  const inner = mitt<Record<PropertyKey, unknown>>();
  const listeners = (name: keyof Map) => (inner.all.get(name) ?? []) as Guarded[];

  function add(name: keyof Map, listener: Listener<never>, once: boolean): () => void {
    const stop = () => inner.off(name, guarded);
    const guarded: Guarded = (payload) => {
      // A listener before it may have emitted the same, and used it up.
      if (once && !listeners(name).includes(guarded)) return;
      if (once) stop();
      try {
        const result: unknown = listener(payload as never);
        if (result instanceof Promise) result.catch((cause) => failed(String(name), cause));
      } catch (cause) {
        failed(String(name), cause);
      }
    };
    guarded.listener = listener;
    inner.on(name, guarded);
    return stop;
  }

  return {
    on: (name, listener) => add(name, listener, false),
    once: (name, listener) => add(name, listener, true),
    off(name, listener) {
      const guarded = listeners(name).find((entry) => entry.listener === listener);
      if (guarded) inner.off(name, guarded);
    },
    emit: (name, payload) => inner.emit(name, payload),
    listens: (name) => listeners(name).length > 0,
  };
}

/** Base of everything with events: listens through the emitter it was made with. */
export class Observable<Map extends object> implements Events<Map> {
  readonly #events: Events<Map>;

  constructor(events: Events<Map>) {
    this.#events = events;
  }

  /** Calls the listener at every event of that name; returns a function that stops it. */
  on<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): () => void {
    return this.#events.on(name, listener);
  }

  /** Like `on`, for the next event only. */
  once<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): () => void {
    return this.#events.once(name, listener);
  }

  /** Stops the listener, as the function that `on` returned does. */
  off<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): void {
    this.#events.off(name, listener);
  }
}
