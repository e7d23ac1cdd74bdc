import type { InProcessServer } from '@taskbay/mock-server';
import { type Clock, Worker } from '@taskbay/sdk';
import { TabWorker } from '@taskbay/sdk/tabs';
import type { FakeTab } from '../../packages/sdk/test-support/tabs-platform.ts';
import type { Wire } from './wire.ts';

/** A client as the checks see it. */
export interface Desk {
  /** `ready`, `offer WR…`, `end WR…`, `attributes {…}`, as the application is told. */
  readonly log: readonly string[];
  attributes(): object;
  setAttributes(attributes: object): Promise<unknown>;
  /** Whether it is the one to do what must be done once for all tabs of the worker, such as ringing. */
  acts(): boolean;
  stop(): Promise<unknown>;
}

export interface DeskParts {
  readonly server: InProcessServer;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly token: string;
  readonly workerSid: string;
  readonly workspaceSid: string;
  /** Told of what escapes instead of being a state. */
  readonly escaped: (error: unknown) => void;
  /** The tab it is in, when the worker has several. */
  readonly tab?: FakeTab;
}

export interface DeskKind {
  readonly name: string;
  readonly token: 'access' | 'capability';
  start(parts: DeskParts): Desk;
}

const ENDS = ['rejected', 'timeout', 'canceled', 'rescinded', 'completed'] as const;

/** Our SDK. */
export function sdkDesk(token: DeskKind['token']): DeskKind {
  return {
    name: `@taskbay/sdk, ${token} token`,
    token,
    start({ server, wire, clock, token: text, tab }) {
      const { fetch, WebSocket } = wire;
      const log: string[] = [];
      const options = { serverUrl: server.url, clock, fetch, WebSocket, random: () => 0.999 };
      const worker: Worker =
        tab === undefined
          ? new Worker(text, options)
          : new TabWorker(text, { ...options, locks: tab.locks, BroadcastChannel: tab.BroadcastChannel });
      worker.on('ready', () => {
        // Those of the first reads are there, and announced by nobody.
        if (!log.includes('ready')) for (const { sid } of worker.reservations.values()) log.push(`offer ${sid}`);
        log.push('ready');
      });
      worker.on('error', () => undefined);
      worker.on('reservation.created', ({ sid }) => log.push(`offer ${sid}`));
      for (const end of ENDS) worker.on(`reservation.${end}`, ({ sid }) => log.push(`end ${sid}`));
      worker.on('attributes.update', ({ attributes }) => log.push(`attributes ${JSON.stringify(attributes)}`));
      return {
        log,
        attributes: () => worker.attributes,
        setAttributes: (attributes) => worker.setAttributes(attributes as { n: number }),
        acts: () => !(worker instanceof TabWorker) || worker.isLeader,
        stop: () => worker.disconnect(),
      };
    },
  };
}
