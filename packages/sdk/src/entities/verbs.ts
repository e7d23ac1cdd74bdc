import type { JsonObject } from '@taskbay/protocol';
import type { CallOptions } from '../commands/client.ts';
import { TaskbayError } from '../errors.ts';
import type { Session } from '../session/session.ts';
import type { ReservationRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { decodeTask, decodeWorker } from '../wire/decode.ts';
import { taskPath, workerPath } from '../wire/paths.ts';
import type { Identity } from '../wire/wire.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** What entities can ask for. Answers enter the store by the tables frames use; they tell no event. */
export class Verbs {
  readonly #session: Session;
  readonly #store: Store;

  constructor(session: Session, store: Store) {
    this.#session = session;
    this.#store = store;
  }

  async updateWorker(params: Parameters, options: CallOptions | undefined): Promise<void> {
    this.#store.putWorker(decodeWorker(await this.#post(workerPath, params, options)));
  }

  async updateReservation(
    record: ReservationRecord,
    params: Parameters,
    options: CallOptions | undefined,
  ): Promise<void> {
    const { wire } = this.#session;
    const answer = await this.#post((identity) => wire.reservationPath(identity, record), params, options);
    const { reservation } = wire.decodeReservation(answer);
    this.#store.putReservation(reservation, undefined);
  }

  async updateTask(sid: string, params: Parameters, options: CallOptions | undefined): Promise<void> {
    this.#store.tasks.put(decodeTask(await this.#post((identity) => taskPath(identity, sid), params, options)));
  }

  async fetchReservation(sid: string, { signal }: CallOptions = {}): Promise<void> {
    const found = await (await this.#session.reader(signal)).reservation(sid);
    if (found === undefined)
      throw new TaskbayError('request_refused', `The server knows no reservation ${sid}`, { status: 404 });
    this.#store.putReservation(found.reservation, found.task);
  }

  async fetchTask(sid: string, { signal }: CallOptions = {}): Promise<void> {
    this.#store.tasks.put(await (await this.#session.reader(signal)).task(sid));
  }

  async #post(
    path: (identity: Identity) => string,
    params: Parameters,
    { signal }: CallOptions = {},
  ): Promise<unknown> {
    const identity = await this.#session.identify(signal);
    const { wire, channel } = this.#session;
    const { Attributes: attributes } = params;
    const sent =
      attributes === undefined ? params : { ...params, Attributes: wire.jsonParameter(attributes as JsonObject) };
    return channel.send({ method: 'POST', path: path(identity), params: sent }, signal);
  }
}
