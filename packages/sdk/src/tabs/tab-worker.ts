import { emit, type Listener, Observable } from '../emitter.ts';
import { BaseWorker } from '../entities/base-worker.ts';
import type { WorkerEvents } from '../entities/worker-events.ts';
import { TaskbayError } from '../errors.ts';
import { resolvePorts } from '../options.ts';
import { readToken } from '../session/token-claims.ts';
import type { TabHost } from './host.ts';
import { MESSAGES_VERSION } from './messages.ts';
import { type LeaderChange, Tab } from './tab.ts';
import type { TabWorkerOptions } from './tab-options.ts';

interface LeaderEvents {
  /** This tab leads from now on, or no longer. */
  leader: LeaderChange;
}

/** Every event of a worker, and `leader`. */
export type TabWorkerEvents = WorkerEvents & LeaderEvents;

/** What the `TabWorker` of every platform is. */
export class BaseTabWorker extends BaseWorker {
  readonly #tab: Tab;
  readonly #leaderEvents: Observable<LeaderEvents>;

  constructor(token: string, options: TabWorkerOptions, host: TabHost) {
    const { locks, BroadcastChannel, ...own } = options;
    refuseActivities(own);
    const ports = resolvePorts(own, host);
    const tab = new Tab({
      group: groupOf(token, own),
      locks: required(locks ?? host.locks(), 'Web Locks (pages have them on https only)', 'locks'),
      BroadcastChannel: required(BroadcastChannel ?? host.broadcastChannel(), 'BroadcastChannel', 'BroadcastChannel'),
      // After the locks: pages without those have no random names either, and are to be told what they lack.
      name: host.tabName(),
      platform: ports,
      page: (heard) => host.page(heard),
      token: (given) => super.updateToken(given),
      led: () => {
        if (this.state === 'waiting') this.connect();
      },
      changed: (change) => emit<LeaderEvents>(this.#leaderEvents, 'leader', change),
    });
    super(token, { ...own, WebSocket: tab.webSocket, fetch: tab.fetch }, host);
    this.#tab = tab;
    this.#leaderEvents = new Observable((name, cause) => {
      const error = new TaskbayError('listener_failed', `A listener of "${name}" threw`, { cause });
      ports.log('error', error.message, { cause });
    });
  }

  /** Whether this tab holds the socket: for work that one tab must do for all, such as ringing. */
  get isLeader(): boolean {
    return this.#tab.isLeader;
  }

  /** Calls the listener at every event of that name; returns a function that stops it. */
  override on<Name extends keyof TabWorkerEvents>(name: Name, listener: Listener<TabWorkerEvents[Name]>): () => void {
    return name === 'leader'
      ? this.#leaderEvents.on('leader', listener as Listener<LeaderChange>)
      : super.on(name as keyof WorkerEvents, listener as never);
  }

  /** Like `on`, for the next event only. */
  override once<Name extends keyof TabWorkerEvents>(name: Name, listener: Listener<TabWorkerEvents[Name]>): () => void {
    return name === 'leader'
      ? this.#leaderEvents.once('leader', listener as Listener<LeaderChange>)
      : super.once(name as keyof WorkerEvents, listener as never);
  }

  /** Stops the listener, as the function that `on` returned does. */
  override off<Name extends keyof TabWorkerEvents>(name: Name, listener: Listener<TabWorkerEvents[Name]>): void {
    if (name === 'leader') this.#leaderEvents.off('leader', listener as Listener<LeaderChange>);
    else super.off(name as keyof WorkerEvents, listener as never);
  }

  /** As on a `Worker`, and in every other tab of this worker. */
  override updateToken(token: string): void {
    super.updateToken(token);
    this.#tab.share(token);
  }

  /**
   * Ends the session of this tab; the others go on. Resolves once nothing of it is left, which in a leading tab is after
   * the answers to what it is asking for the others.
   */
  override async disconnect(): Promise<void> {
    await super.disconnect();
    await this.#tab.leave();
  }
}

function refuseActivities(options: object): void {
  const refused = ['connectActivity', 'disconnectActivity'].filter((name) => name in options);
  if (refused.length === 0) return;
  throw new TaskbayError('usage', `${refused.join(' and ')}: with tabs, call updateActivity() where it is wanted`);
}

/** The same for every tab that shall share a session, and for no other. */
function groupOf(token: string, { wire, serverUrl, region }: TabWorkerOptions): string {
  const { generation, accountSid, workerSid } = readToken(token, wire);
  if (!accountSid || !workerSid) {
    throw new TaskbayError('usage', 'The token does not show its account and worker, so tabs cannot find each other');
  }
  const server = serverUrl?.replace(/\/+$/, '') ?? region ?? '';
  return `taskbay/${MESSAGES_VERSION}/${generation}/${server}/${accountSid}/${workerSid}`;
}

function required<Found>(found: Found | undefined, what: string, option: string): Found {
  if (found !== undefined) return found;
  throw new TaskbayError('usage', `This runtime has no ${what}: pass options.${option}, or use Worker in each tab`);
}
