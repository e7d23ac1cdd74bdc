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
type Inner = Emitter<Record<PropertyKey, unknown>>;

/** The sending ends, which are not handed out. */
const INNERS = new WeakMap<object, Inner>();

function innerOf(observable: object): Inner {
  return INNERS.get(observable) as Inner;
}

function listenersOf(observable: object, name: PropertyKey): Guarded[] {
  return (innerOf(observable).all.get(name) ?? []) as Guarded[];
}

/** Tells an event to those who listen on an object. */
export function emit<Map extends object>(observable: object, name: keyof Map, payload: Map[keyof Map]): void {
  innerOf(observable).emit(name, payload);
}

export function hasListeners(observable: object, name: PropertyKey): boolean {
  return listenersOf(observable, name).length > 0;
}

/** Base of everything with events: mitt, and a throwing listener stops no other one, and `on` returns its own undoing. */
export class Observable<Map extends object> implements Events<Map> {
  readonly #failed: ListenerFailure;

  constructor(failed: ListenerFailure) {
    this.#failed = failed;
    INNERS.set(this, mitt());
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
    const guarded = listenersOf(this, name).find((entry) => entry.listener === listener);
    if (guarded) innerOf(this).off(name, guarded);
  }

  #add(name: keyof Map, listener: Listener<never>, once: boolean): () => void {
    const inner = innerOf(this);
    const failed = (cause: unknown) => this.#failed(String(name), cause);
    const stop = () => inner.off(name, guarded);
    const guarded: Guarded = (payload) => {
      // A listener before it may have emitted the same, and used it up.
      if (once && !listenersOf(this, name).includes(guarded)) return;
      if (once) stop();
      // Throwing and rejecting are one to it, whatever makes the promises: in Angular that is not the platform alone.
      (async () => listener(payload as never))().catch(failed);
    };
    guarded.listener = listener;
    inner.on(name, guarded);
    return stop;
  }
}
