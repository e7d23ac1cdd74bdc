import { pageConsole } from '../host.page.ts';
import { updateParameters } from './arguments.ts';
import { asCallback, Bridge, type Callback } from './bridge.ts';
import { fill, hide, type Payload } from './convert.ts';
import { type Entity, toEntity } from './entities.ts';
import { NodeEmitter } from './node-emitter.ts';

/** What a modern client offers the old ones. */
export interface ModernClient {
  readonly client: ConstructorParameters<typeof Bridge>[0];
  updateToken(token: string): void;
}

/** A client for one resource: its verbs act on that resource, and its events are the page's. */
export class OwnResource extends NodeEmitter {
  token: string;
  readonly debug: boolean;
  declare protected readonly bridge: Bridge;
  declare protected readonly path: string;
  readonly #modern: ModernClient;

  constructor(
    token: string,
    debug: unknown,
    modern: ModernClient,
    workspaceSid: string,
    path: string,
    maxRetries: unknown,
  ) {
    super();
    this.token = token;
    this.debug = isOn(debug);
    this.#modern = modern;
    hide(this, 'bridge', new Bridge(modern.client, workspaceSid, Number(maxRetries) || 0));
    hide(this, 'path', path);
  }

  /** Reads the resource anew. */
  fetch(callback?: Callback<Entity>): void {
    this.bridge.send('GET', this.path, undefined, (payload) => toEntity(this.bridge, payload), callback);
  }

  /** `(name, value, callback?)` or `(params, callback?)`. */
  update(nameOrParams: unknown, valueOrCallback?: unknown, third?: unknown): void {
    const { params, callback } = updateParameters(nameOrParams, valueOrCallback, third);
    const make = (payload: Payload) => {
      fill(this, payload);
      return toEntity(this.bridge, payload);
    };
    this.bridge.send('POST', this.path, params, make, asCallback<Entity>(callback));
  }

  /** Deletes the resource. */
  delete(callback?: Callback<Payload>): void {
    this.bridge.send('DELETE', this.path, undefined, (payload) => payload, callback);
  }

  /** Uses this token from now on. */
  updateToken(token: string): void {
    this.token = token;
    this.#modern.updateToken(token);
  }
}

/** On unless switched off by name: `null` and 0 leave it on, as they always did. */
export function isOn(debug: unknown): boolean {
  return debug !== false && debug !== 'false';
}

/** Where the clients write with `debug` on; errors nobody listens to are written in any case. */
export function consoleLogger(debug: unknown) {
  const silent = () => undefined;
  const { info, error } = pageConsole;
  return isOn(debug) ? { debug: info, info, warn: info, error } : { debug: silent, info: silent, warn: silent, error };
}
