import { type Reservation, Worker } from '@taskbay/sdk';
import { vendorModule } from '../clients/vendor.ts';
import type { VendorReservation, VendorWorker } from '../clients/vendor-shape.ts';

/** A client whose application writes down everything it is told. */
export interface LoggedClient {
  readonly name: string;
  /** `event SID state`, as told; the state is what the object shows at that moment. */
  readonly log: string[];
  /** Next `ready`. */
  ready(): Promise<void>;
  setActivity(sid: string): Promise<unknown>;
  setAttributes(attributes: Readonly<Record<string, string>>): Promise<unknown>;
  /** A reservation that the client holds; undefined when it holds none of that SID. */
  reservation(sid: string): HeldReservation | undefined;
  updateToken(token: string): void;
  close(): Promise<unknown>;
}

export interface HeldReservation {
  accept(): Promise<unknown>;
  reject(): Promise<unknown>;
  wrap(): Promise<unknown>;
  complete(): Promise<unknown>;
}

export interface LoggedClientKind {
  readonly name: string;
  start(url: string, token: string): LoggedClient;
}

const RESERVATION_ENDS = ['accepted', 'rejected', 'timeout', 'canceled', 'rescinded', 'wrapup', 'completed'] as const;
const TASK_EVENTS = ['updated', 'canceled', 'completed', 'wrapup'] as const;

interface Shown {
  readonly sid: string;
  readonly status: string;
  readonly task: { readonly sid: string; readonly status: string };
}

const reservationLine = (event: string, { sid, status, task }: Shown): string =>
  `reservation.${event} ${sid} ${status}, task ${task.status}`;
const taskLine = (event: string, { sid, status }: { readonly sid: string; readonly status: string }): string =>
  `task.${event} ${sid} ${status}`;

export const ours: LoggedClientKind = {
  name: '@taskbay/sdk',
  start(url, token) {
    const log: string[] = [];
    const worker = new Worker(token, { serverUrl: url, random: () => 0.2 });
    worker.on('error', () => undefined);
    worker.on('reservation.created', (one: Reservation) => log.push(reservationLine('created', one)));
    for (const event of RESERVATION_ENDS) {
      worker.on(`reservation.${event}`, (one) => log.push(reservationLine(event, one)));
    }
    for (const event of TASK_EVENTS) worker.on(`task.${event}`, (task) => log.push(taskLine(event, task)));
    worker.on('activity.update', () => log.push(`activity.update ${worker.activity?.friendlyName}`));
    worker.on('attributes.update', () => log.push(`attributes.update ${JSON.stringify(worker.attributes)}`));
    worker.on('capacity.update', ({ capacity }) => log.push(`capacity.update ${capacity}`));
    worker.on('channel.availability.update', ({ available }) => log.push(`availability.update ${available}`));
    worker.on('disconnected', () => log.push('disconnected'));
    worker.on('ready', () => log.push('ready'));
    worker.on('token.expired', () => log.push('token.expired'));
    return {
      name: ours.name,
      log,
      ready: () => new Promise((resolve) => worker.once('ready', () => resolve())),
      setActivity: (sid) => worker.updateActivity(sid),
      setAttributes: (attributes) => worker.setAttributes(attributes),
      reservation: (sid) => worker.reservations.get(sid),
      updateToken: (text) => worker.updateToken(text),
      close: () => worker.disconnect(),
    };
  },
};

export const vendors: LoggedClientKind = {
  name: 'twilio-taskrouter 2.1.1',
  start(url, token) {
    const log: string[] = [];
    const { Worker: VendorClass } = vendorModule();
    const bridge = '/v1/wschannels';
    const worker = new VendorClass(token, {
      ebServer: url + bridge,
      wsServer: url.replace('http', 'ws') + bridge,
      logLevel: 'silent',
    });
    follow(worker, log);
    return {
      name: vendors.name,
      log,
      ready: () => new Promise((resolve) => once(worker, 'ready', resolve)),
      setActivity: async (sid) => worker.activities.get(sid)?.setAsCurrent(),
      setAttributes: (attributes) => worker.setAttributes(attributes),
      reservation: (sid) => worker.reservations.get(sid),
      updateToken: (text) => worker.updateToken(text),
      close: async () => worker.disconnect(),
    };
  },
};

/** As an application does it: listeners on each new object, and again on all of them whenever the client is ready. */
function follow(worker: VendorWorker, log: string[]): void {
  const known = new WeakSet<object>();
  const attach = (reservation: VendorReservation): void => {
    if (known.has(reservation)) return;
    known.add(reservation);
    for (const event of RESERVATION_ENDS) {
      reservation.on(event, () => log.push(reservationLine(event, reservation)));
    }
    for (const event of TASK_EVENTS) reservation.task.on(event, () => log.push(taskLine(event, reservation.task)));
  };
  worker.on('reservationCreated', (reservation: VendorReservation) => {
    attach(reservation);
    log.push(reservationLine('created', reservation));
  });
  worker.on('ready', () => {
    log.push('ready');
    for (const reservation of worker.reservations.values()) attach(reservation);
    for (const channel of worker.channels.values()) {
      if (known.has(channel)) continue;
      known.add(channel);
      channel.on('capacityUpdated', () => log.push(`capacity.update ${channel.capacity}`));
      channel.on('availabilityUpdated', () => log.push(`availability.update ${channel.available}`));
    }
  });
  worker.on('activityUpdated', () => {
    log.push(`activity.update ${(worker.activity as { readonly name?: string }).name}`);
  });
  worker.on('attributesUpdated', () => log.push(`attributes.update ${JSON.stringify(worker.attributes)}`));
  worker.on('disconnected', () => log.push('disconnected'));
  worker.on('tokenExpired', () => log.push('token.expired'));
  // Without a listener its emitter throws.
  worker.on('error', () => undefined);
}

function once(worker: object, event: string, run: () => void): void {
  (worker as { once(event: string, listener: () => void): void }).once(event, run);
}
