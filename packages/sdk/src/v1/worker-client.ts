import { pageConsole } from '../host.page.ts';
import type { Callback } from './bridge.ts';
import { Client, type ClientSettings } from './client.ts';
import { hide } from './convert.ts';
import type { Entity } from './entity.ts';
import type { WorkerClientEvents } from './events.ts';
import { createList, type FetchedList, type List } from './lists.ts';
import type { ModernWorker } from './modern-payload.ts';
import type { Statistics } from './statistics.ts';
import { tellEvents } from './tell-events.ts';

/** `Twilio.TaskRouter.Worker`: the old client's methods and events on a modern worker. */
export class WorkerClient extends Client<WorkerClientEvents> {
  declare readonly activities: List;
  declare readonly statistics: Statistics;
  declare readonly workerSid: string | undefined;
  declare readonly connectActivitySid: string | undefined;
  declare readonly disconnectActivitySid: string | undefined;
  declare readonly closeExistingSessions: boolean;
  readonly #modern: ModernWorker;
  #skipFetch = false;
  readonly #warned = new Set<string>();

  constructor(modern: ModernWorker, settings: ClientSettings) {
    const { claims, connectActivitySid, disconnectActivitySid, closeExistingSessions } = settings;
    const { worker_sid: workerSid } = claims;
    super(modern, settings, `/Workers/${workerSid}`);
    this.#modern = modern;
    hide(this, { workerSid, connectActivitySid, disconnectActivitySid, closeExistingSessions });
    hide(this, { activities: createList(this.bridge, '/Activities') });
    tellEvents(modern, this, this.bridge, () => this.#skipFetch);
  }

  /** Deprecated since 1.1: use `update`. */
  updateActivity(activitySid: string, callback?: Callback<Entity>): void {
    this.#deprecated('worker.update({"ActivitySid":"<sid>"}, function() {})');
    this.update({ ActivitySid: activitySid }, callback);
  }

  /** Deprecated since 1.1: use `activities.fetch`. */
  fetchActivityList(callback: Callback<FetchedList>): void {
    this.#deprecated('worker.activities.fetch(function() {})');
    this.activities.fetch(callback);
  }

  /** The callback comes before the parameters. */
  fetchReservations(callback: Callback<FetchedList>, params?: object): void {
    createList(this.bridge, `${this.path}/Reservations`).fetch(params ?? {}, callback);
  }

  /** The worker's channels. */
  fetchChannels(callback: Callback<FetchedList>): void {
    createList(this.bridge, `${this.path}/Channels`).fetch(callback);
  }

  /** Changes a task by its SID, with REST parameters. */
  updateTask(taskSid: string, params: object, callback?: Callback<Entity>): void {
    this.bridge.send('POST', `/Tasks/${taskSid}`, params, callback);
  }

  /** The callback comes before the reason. */
  completeTask(taskSid: string, callback?: Callback<Entity>, reason?: string): void {
    this.updateTask(taskSid, { AssignmentStatus: 'completed', Reason: reason }, callback);
  }

  /** With true, reservation events come without reading reservation and task anew. */
  setSkipFetchReservation(skip: boolean): void {
    this.#skipFetch = skip;
  }

  /** Closes the socket until `reconnect`. */
  disconnect(): void {
    void this.#modern.disconnect();
  }

  /** Opens the socket again. */
  reconnect(): void {
    this.#modern.connect();
  }

  /** Warns as the old SDK did, but once of each method, and not with `debug` off. */
  #deprecated(instead: string): void {
    if (!this.debug || this.#warned.has(instead)) return;
    this.#warned.add(instead);
    pageConsole().warn(`Deprecated. Please utilize ${instead} instead.`);
  }
}
