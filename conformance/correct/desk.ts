import type { InProcessServer } from '@taskbay/mock-server';
import { type Clock, Worker } from '@taskbay/sdk';
import type { Wire } from './wire.ts';

/** A client as the checks see it. */
export interface Desk {
  /** `ready`, `offer WR…`, `end WR…`, `attributes {…}`, as the application is told. */
  readonly log: readonly string[];
  attributes(): object;
  setAttributes(attributes: object): Promise<unknown>;
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
    start({ server, wire, clock, token: text }) {
      const { fetch, WebSocket } = wire;
      const log: string[] = [];
      const worker = new Worker(text, { serverUrl: server.url, clock, fetch, WebSocket, random: () => 0.999 });
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
        stop: () => worker.disconnect(),
      };
    },
  };
}
