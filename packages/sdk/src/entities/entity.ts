import type { Api, Parameters } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import { type ListenerFailure, Observable } from '../emitter.ts';
import type { Reading } from '../store/records.ts';
import { put, type Store } from '../store/store.ts';
import { read } from '../wire/read.ts';

/** What entities act on: calls to the server, and what is known. */
export interface Context extends Store {
  api: Api;
  readonly failed: ListenerFailure;
}

/** An object of the server by its SID. It stays the same; the store writes the newest reading onto it. */
export class Entity<Row extends Reading, Map extends object> extends Observable<Map> {
  readonly #context: Context;

  constructor(context: Context) {
    super(context.failed);
    this.#context = context;
  }

  /** Asks for a change; resolves with the object that the answer is about. */
  protected post<About = this>(
    path: string,
    params: Parameters,
    options: CallOptions | undefined,
    prefix?: string,
  ): Promise<About> {
    return this.take(this.context.api.post(path, params, options, this as unknown as Row, prefix));
  }

  /** Takes an answer in; resolves with the object that it is about. */
  protected async take<About = this>(answer: Promise<unknown>): Promise<About> {
    return put(this.context, read(await answer)) as unknown as About;
  }

  /** The newest reading, as plain data. */
  toJSON(): Row {
    return { ...this } as unknown as Row;
  }

  protected get context(): Context {
    return this.#context;
  }
}
