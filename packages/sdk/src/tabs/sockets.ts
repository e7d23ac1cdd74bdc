import type { WebSocketConstructor } from '../host.ts';
import type { Demand, Notification } from './messages.ts';
import { TabSocket } from './tab-socket.ts';

const ABNORMAL = 1006;

type Heard = Extract<Notification, { kind: 'attached' | 'closed' | 'private' | 'frame' }>;

/** The sockets of this tab, whose other end is the leader. A session has one at a time. */
export class Sockets {
  readonly #tab: string;
  readonly #send: (demand: Demand) => void;
  readonly #sockets = new Map<number, TabSocket>();
  #count = 0;

  constructor(tab: string, send: (demand: Demand) => void) {
    this.#tab = tab;
    this.#send = send;
  }

  /** A socket class; `leads` is asked at each opening for the epoch to attach in, if anybody leads. */
  classFor(leads: () => number | undefined): WebSocketConstructor {
    const owner = {
      opening: (socket: TabSocket) => {
        this.#sockets.set(socket.id, socket);
        const epoch = leads();
        if (epoch !== undefined) this.#attach(socket, epoch);
      },
      closing: (socket: TabSocket, dead: boolean) => this.#close(socket, dead),
    };
    const next = () => ++this.#count;
    return class extends TabSocket {
      constructor(url: string) {
        super(url, next(), owner);
      }
    };
  }

  hear(notification: Heard): void {
    if (notification.kind === 'frame') {
      for (const socket of [...this.#sockets.values()]) {
        if (socket.epoch === notification.epoch) socket.frame(notification.sequence, notification.text);
      }
      return;
    }
    const socket = this.#sockets.get(notification.id);
    if (socket === undefined || socket.epoch !== notification.epoch) return;
    switch (notification.kind) {
      case 'attached':
        socket.attached(notification.sequence);
        return;
      case 'private':
        socket.message(notification.text);
        return;
      case 'closed':
        this.#sockets.delete(socket.id);
        socket.ended(notification.code, notification.reason);
        return;
    }
  }

  /** Somebody leads from now on: what was open with an earlier leader has ended, what waited is attached. */
  follow(epoch: number): void {
    this.end('Another tab leads now', (socket) => socket.epoch !== undefined && socket.epoch !== epoch);
    for (const socket of this.#sockets.values()) if (socket.epoch === undefined) this.#attach(socket, epoch);
  }

  end(reason: string, which: (socket: TabSocket) => boolean): void {
    for (const socket of [...this.#sockets.values()].filter(which)) {
      this.#sockets.delete(socket.id);
      socket.ended(ABNORMAL, reason);
    }
  }

  #attach(socket: TabSocket, epoch: number): void {
    socket.epoch = epoch;
    this.#send({ kind: 'attach', epoch, tab: this.#tab, id: socket.id, url: socket.url });
  }

  #close({ id, epoch }: TabSocket, dead: boolean): void {
    if (!this.#sockets.delete(id) || epoch === undefined) return;
    this.#send({ kind: dead ? 'abandon' : 'detach', epoch, tab: this.#tab, id });
  }
}
