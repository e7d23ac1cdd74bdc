import { fetchArguments } from './arguments.ts';
import { asCallback, type Bridge } from './bridge.ts';
import { fill, type Payload } from './convert.ts';

/** Figures of one resource or of a list of them. */
export class Statistics {
  readonly #bridge: Bridge;
  readonly #path: string;

  constructor(bridge: Bridge, path: string) {
    this.#bridge = bridge;
    this.#path = path;
  }

  /** `(callback)` or `(params, callback)`. */
  fetch(first: unknown, second?: unknown): void {
    const { params, callback } = fetchArguments(first, second, false);
    this.#bridge.send('GET', this.#path, params, figures, asCallback<object>(callback));
  }

  /** Kept from the old SDK. */
  updateToken(_token: string): void {
    // Every request takes the token of its client.
  }
}

/** Of a list of queues: an object with the keys "0", "1" …, as pages expect it. */
function figures(payload: Payload): object {
  const { key } = (payload.meta ?? {}) as { key?: string };
  const made = {};
  fill(made, key === undefined ? payload : { ...(payload[key] as object) });
  return made;
}
