import type { FetchFunction, FetchRequest, WebSocketConstructor } from '../host.ts';
import type { Ports } from '../options.ts';
import { asTaskbayError } from '../wrap-error.ts';
import { Election } from './election.ts';
import type { PageNotice } from './host.ts';
import { Leader } from './leader.ts';
import { type Demand, decodeMessage, type Message, type Notification } from './messages.ts';
import { Requests } from './requests.ts';
import { Sockets } from './sockets.ts';
import type { TabChannel, TabChannelConstructor, TabLocks } from './tab-options.ts';

/** A leader that answers nothing for this long is replaced; milliseconds. */
const PATIENCE_MS = 10_000;

/** Payload of `leader`. `withdrew`: by `disconnect()`, or as its page is put to sleep. `replaced`: it did not answer. */
export interface LeaderChange {
  readonly isLeader: boolean;
  readonly reason: 'elected' | 'withdrew' | 'replaced';
}

export interface TabPorts {
  readonly name: string;
  readonly group: string;
  readonly locks: TabLocks;
  readonly BroadcastChannel: TabChannelConstructor;
  readonly platform: Pick<Ports, 'find' | 'clock'>;
  page(heard: (notice: PageNotice) => void): () => void;
  /** Another tab was given this token. */
  token(token: string): void;
  /** A leader is there, and what was open with the one before has ended. */
  led(): void;
  changed(change: LeaderChange): void;
}

/** One tab among those of the same worker: gives its session a socket and a fetch that the leading tab works for. */
export class Tab {
  readonly #ports: TabPorts;
  readonly #election: Election;
  readonly #requests: Requests;
  readonly #sockets: Sockets;
  #channel: TabChannel | undefined;
  #unheed: (() => void) | undefined;
  #leader: Leader | undefined;
  /** The newest epoch heard of, and whether its leader still leads. */
  #epoch = 0;
  #led = false;
  #patience: unknown;

  constructor(ports: TabPorts) {
    this.#ports = ports;
    this.#requests = new Requests(ports.name, (demand) => this.#ask(demand));
    this.#sockets = new Sockets(ports.name, (demand) => this.#ask(demand));
    this.#election = new Election(ports.locks, ports.group, {
      gained: () => this.#gained(),
      lost: () => this.#deposed(),
      failed: (cause) => this.#failed(cause),
    });
  }

  get isLeader(): boolean {
    return this.#leader !== undefined;
  }

  /** The socket class of this tab. Making one joins the other tabs. */
  get webSocket(): WebSocketConstructor {
    return this.#sockets.classFor(() => {
      this.#join();
      if (this.#led) return this.#epoch;
      this.#callLeader();
      return undefined;
    });
  }

  readonly fetch: FetchFunction = (url: string, request: FetchRequest) => {
    this.#join();
    const answer = this.#requests.begin(url, request, this.#led ? this.#epoch : undefined);
    if (!this.#led) this.#callLeader();
    return answer;
  };

  /** Tells the other tabs of a token this one was given. */
  share(token: string): void {
    this.#channel?.postMessage({ kind: 'token', token } satisfies Message);
  }

  /** Leaves the other tabs. Resolves once the requests that this one carries out for them are answered. */
  async leave(): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    this.#channel = undefined;
    channel.onmessage = null;
    this.#patient();
    this.#unheed?.();
    channel.postMessage({ kind: 'leave', epoch: this.#epoch, tab: this.#ports.name } satisfies Message);
    this.#led = false;
    await this.#withdraw();
    channel.close();
  }

  #join(): void {
    if (this.#channel !== undefined) return;
    this.#channel = new this.#ports.BroadcastChannel(this.#ports.group);
    this.#channel.onmessage = ({ data }: { data: unknown }) => {
      const message = decodeMessage(data);
      if (message !== undefined) this.#receive(message);
    };
    this.#unheed = this.#ports.page((notice) => {
      if (notice === 'asleep') void this.#withdraw();
      else this.#election.stand();
    });
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'who':
        this.#leader?.introduce();
        return;
      case 'token':
        this.#ports.token(message.token);
        return;
      case 'attach':
      case 'detach':
      case 'abandon':
      case 'request':
      case 'abort':
      case 'leave':
        this.#leader?.serve(message);
        return;
      default:
        this.#hear(message);
    }
  }

  #hear(notification: Notification): void {
    if (notification.kind === 'leader') this.#follow(notification.epoch);
    if (notification.epoch === this.#epoch) this.#patient();
    if ('tab' in notification && notification.tab !== this.#ports.name) return;
    switch (notification.kind) {
      case 'leader':
        return;
      case 'resigned':
        this.#resigned(notification);
        return;
      case 'answer':
      case 'failure':
        this.#requests.settle(notification);
        return;
      default:
        this.#sockets.hear(notification);
    }
  }

  /** A leader showed itself. One of an older epoch woke up late and is about to learn that it was replaced. */
  #follow(epoch: number): void {
    if (epoch < this.#epoch || (epoch === this.#epoch && this.#led)) return;
    if (this.#leader !== undefined && this.#leader.epoch < epoch) this.#deposed();
    this.#epoch = epoch;
    this.#led = true;
    this.#sockets.follow(epoch);
    this.#requests.follow(epoch);
    this.#ports.led();
  }

  #resigned(notification: Extract<Notification, { kind: 'resigned' }>): void {
    this.#requests.handBack(notification);
    if (notification.epoch === this.#epoch) this.#led = false;
    this.#sockets.end('The leading tab withdrew', (socket) => socket.epoch === notification.epoch);
  }

  #ask(demand: Demand): void {
    if (demand.kind === 'attach' || demand.kind === 'request') this.#impatient();
    if (this.#leader?.epoch === demand.epoch) this.#later(() => this.#leader?.serve(demand));
    else this.#channel?.postMessage(demand);
  }

  #callLeader(): void {
    this.#election.stand();
    this.#impatient();
    this.#channel?.postMessage({ kind: 'who' } satisfies Message);
  }

  #impatient(): void {
    this.#patience ??= this.#ports.platform.clock.setTimeout(() => {
      this.#patience = undefined;
      if (this.#leader === undefined) this.#election.seize();
    }, PATIENCE_MS);
  }

  #patient(): void {
    if (this.#patience !== undefined) this.#ports.platform.clock.clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  #gained(): void {
    const { platform, name } = this.#ports;
    // The clock of the machine orders epochs also where this tab has heard of none.
    const epoch = Math.max(this.#epoch + 1, platform.clock.now());
    // Its own, so that what it still answers after it left reaches the others.
    const channel = this.#channel;
    const leader = new Leader(epoch, name, {
      webSocket: () => platform.find('WebSocket'),
      fetch: () => platform.find('fetch'),
      now: () => platform.clock.now(),
      say: (notification) => {
        channel?.postMessage(notification);
        this.#later(() => this.#hear(notification));
      },
    });
    this.#leader = leader;
    leader.introduce();
    this.#ports.changed({ isLeader: true, reason: 'elected' });
  }

  #deposed(): void {
    const leader = this.#leader;
    if (leader === undefined) return;
    this.#leader = undefined;
    leader.depose();
    if (this.#epoch === leader.epoch) this.#led = false;
    this.#ports.changed({ isLeader: false, reason: 'replaced' });
  }

  async #withdraw(): Promise<void> {
    const leader = this.#leader;
    this.#leader = undefined;
    const done = leader?.resign();
    this.#election.withdraw();
    if (leader !== undefined) this.#ports.changed({ isLeader: false, reason: 'withdrew' });
    await done;
  }

  #failed(cause: unknown): void {
    const { message } = asTaskbayError(cause, 'usage', 'Web Locks refused to choose a leading tab');
    this.#sockets.end(message, () => true);
  }

  /** Never at once, as between tabs: a socket must not open inside its own constructor. */
  #later(act: () => void): void {
    void Promise.resolve().then(act);
  }
}
