import { pageConsole } from '../host.page.ts';
import type { Worker } from '../index.ts';
import type { Bridge, Callback } from './bridge.ts';
import { type Client, equipClient } from './client.ts';
import { hide } from './convert.ts';
import type { Entity } from './entity.ts';
import type { WorkerClientEvents } from './events.ts';
import type { FetchedList, List } from './lists.ts';
import type { Statistics } from './statistics.ts';
import { tellEvents } from './tell-events.ts';
import { listOf } from './verbs.ts';

/** What the facade asks of the modern worker. */
export type ModernWorker = Pick<Worker, keyof Worker>;

/** `Twilio.TaskRouter.Worker`: the old client's methods and events on a modern worker. */
export interface WorkerClient extends Client<WorkerClientEvents> {
  readonly connectActivitySid: string | undefined;
  readonly disconnectActivitySid: string | undefined;
  readonly closeExistingSessions: boolean;
  readonly activities: List;
  readonly statistics: Statistics;
  readonly workerSid: string | undefined;
  /** Deprecated since 1.1: use `update`. */
  updateActivity(activitySid: string, callback?: Callback<Entity>): void;
  /** Deprecated since 1.1: use `activities.fetch`. */
  fetchActivityList(callback: Callback<FetchedList>): void;
  /** The callback comes before the parameters. */
  fetchReservations(callback: Callback<FetchedList>, params?: object): void;
  /** The worker's channels. */
  fetchChannels(callback: Callback<FetchedList>): void;
  /** Changes a task by its SID, with REST parameters. */
  updateTask(taskSid: string, params: object, callback?: Callback<Entity>): void;
  /** The callback comes before the reason. */
  completeTask(taskSid: string, callback?: Callback<Entity>, reason?: string): void;
  /** With true, reservation events come without reading reservation and task anew. */
  setSkipFetchReservation(skip: boolean): void;
  /** Closes the socket until `reconnect`. */
  disconnect(): void;
  /** Opens the socket again. */
  reconnect(): void;
}

/** Makes an object the client of a modern worker. */
export function equipWorker(client: WorkerClient, modern: ModernWorker, bridge: Bridge) {
  const workerSid = modern.sid;
  const path = `/Workers/${workerSid}`;
  const warned = new Set<string>();
  let skipsReads = false;
  equipClient(
    client as never,
    modern,
    bridge,
    path,
    (name) => forward(name),
    () => undefined,
  );
  const forward = tellEvents(modern, client, bridge, () => skipsReads);

  /** Warns as the old SDK did, but once of each method, and not with `debug` off. */
  function deprecated(instead: string): void {
    if (!client.debug || warned.has(instead)) return;
    warned.add(instead);
    pageConsole().warn(`Deprecated. Please utilize ${instead} instead.`);
  }

  hide(client, {
    workerSid,
    activities: listOf(bridge, '/Activities'),
    updateActivity(ActivitySid: string, callback: unknown) {
      deprecated('worker.update({"ActivitySid":"<sid>"}, function() {})');
      client.update({ ActivitySid }, callback);
    },
    fetchActivityList(callback: unknown) {
      deprecated('worker.activities.fetch(function() {})');
      bridge.send('GET', '/Activities', null, callback);
    },
    fetchReservations: (callback: unknown, params: unknown) =>
      bridge.send('GET', `${path}/Reservations`, params, callback),
    fetchChannels: (callback: unknown) => bridge.send('GET', `${path}/Channels`, null, callback),
    updateTask: (taskSid: string, params: object, callback: unknown) =>
      bridge.send('POST', `/Tasks/${taskSid}`, params, callback),
    completeTask: (taskSid: string, callback: never, Reason: unknown) =>
      client.updateTask(taskSid, { AssignmentStatus: 'completed', Reason }, callback),
    setSkipFetchReservation(skip: boolean) {
      skipsReads = skip;
    },
    disconnect() {
      void modern.disconnect();
    },
    reconnect: () => modern.connect(),
  });
}
