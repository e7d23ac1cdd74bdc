import { pageConsole } from '../host.page.ts';

type Listener = (argument?: unknown) => void;

interface Entry {
  readonly listener: Listener;
  readonly once: boolean;
}

/** Other spellings of worker events that pages use; the name they mean. */
function canonical(name: string): string {
  return name === 'worker.activity' ? 'activity.update' : name.replace(/^worker\./, '');
}

/** The emitter of the old SDK, Node's in miniature. A listener that throws stops no other one. */
export class NodeEmitter {
  readonly #entries = new Map<string, Entry[]>();

  /** Listens; returns the client, as does everything here that the old emitter chained. */
  on(name: string, listener: Listener): this {
    return this.#add(name, { listener, once: false });
  }

  /** The same as `on`. */
  addListener(name: string, listener: Listener): this {
    return this.on(name, listener);
  }

  /** Listens for the next event only. */
  once(name: string, listener: Listener): this {
    return this.#add(name, { listener, once: true });
  }

  /** Stops one listener. */
  removeListener(name: string, listener: Listener): this {
    const entries = this.#of(name);
    const index = entries.map((entry) => entry.listener).lastIndexOf(listener);
    this.#entries.set(
      canonical(name),
      entries.filter((_, place) => place !== index),
    );
    return this;
  }

  /** Stops all listeners, of one event or of every event. */
  removeAllListeners(name?: string): this {
    if (name === undefined) this.#entries.clear();
    else this.#entries.delete(canonical(name));
    return this;
  }

  /** The listeners of an event. */
  listeners(name: string): Listener[] {
    return this.#of(name).map(({ listener }) => listener);
  }

  /** Accepted and without meaning: nothing warns here. */
  setMaxListeners(_count: number): this {
    return this;
  }

  /** Tells an event; says whether anybody listened. */
  emit(name: string, argument?: unknown): boolean {
    const entries = this.#of(name);
    for (const { listener, once } of entries) {
      if (once) this.removeListener(name, listener);
      try {
        listener.call(this, argument);
      } catch (cause) {
        pageConsole.error(`A listener of "${name}" threw`, { cause });
      }
    }
    return entries.length > 0;
  }

  #of(name: string): Entry[] {
    return this.#entries.get(canonical(name)) ?? [];
  }

  #add(name: string, entry: Entry): this {
    if (name !== 'newListener') this.emit('newListener', name);
    this.#entries.set(canonical(name), [...this.#of(name), entry]);
    return this;
  }
}
