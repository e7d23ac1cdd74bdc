import mitt, { type Emitter } from 'mitt';

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

/** Called with what a listener threw, or what the promise it returned was rejected with. */
export type ListenerFailure = (name: string, cause: unknown) => void;

type Guarded = ((payload: unknown) => void) & { listener?: unknown };

/** Tells an event to those who listen on an object. The sending end: objects do not hand it out. */
export let emit: <Map extends object>(observable: Observable<Map>, name: keyof Map, payload: Map[keyof Map]) => boolean;

/** Base of everything with events: mitt, and a throwing listener stops no other one, and `on` returns its own undoing. */
export class Observable<Map extends object> implements Events<Map> {
  readonly #inner: Emitter<Record<PropertyKey, unknown>> = mitt();
  readonly #failed: ListenerFailure;

  static {
    emit = (observable, name, payload) => {
      const heard = Boolean(observable.#inner.all.get(name)?.length);
      observable.#inner.emit(name, payload);
      return heard;
    };
  }

  constructor(failed: ListenerFailure) {
    this.#failed = failed;
  }

  /** Calls the listener at every event of that name; returns a function that stops it. */
  on<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): () => void {
    return this.#add(name, listener, false);
  }

  /** Like `on`, for the next event only. */
  once<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): () => void {
    return this.#add(name, listener, true);
  }

  /** Stops the listener, as the function that `on` returned does. */
  off<Name extends keyof Map>(name: Name, listener: Listener<Map[Name]>): void {
    const added = this.#inner.all.get(name) as Guarded[] | undefined;
    const guarded = added?.find((entry) => entry.listener === listener);
    if (guarded) this.#inner.off(name, guarded);
  }

  #add(name: keyof Map, listener: Listener<never>, once: boolean): () => void {
    const stop = () => this.#inner.off(name, guarded);
    let over = false;
    const guarded: Guarded = async (payload) => {
      // A listener before it may have emitted the same, and used it up.
      if (over) return;
      over = once;
      if (once) stop();
      try {
        await listener(payload as never);
      } catch (cause) {
        this.#failed(name as string, cause);
      }
    };
    guarded.listener = listener;
    this.#inner.on(name, guarded);
    return stop;
  }
}
