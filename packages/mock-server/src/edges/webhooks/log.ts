import { BoundedMap } from '../bounded-map.ts';

/** One attempt; `time` is server time, ISO 8601 with milliseconds. */
export interface Attempt {
  readonly time: string;
  readonly url: string;
  /** Status of the answer, or null without one. */
  readonly status: number | null;
  /** What was wrong, or null. */
  readonly problem: string | null;
}

export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'dropped';

/** A callback as `GET /control/webhooks` lists it. */
export interface Delivery {
  readonly id: string;
  readonly kind: 'event' | 'assignment' | 'call' | 'conference';
  readonly workspace: string;
  /** The event, the reservation that is assigned, the call or the conference. */
  readonly sid: string;
  /** Type of the event; `reservation.created` of an assignment; what happened to the call or in the conference. */
  readonly type: string;
  readonly method: 'GET' | 'POST';
  /** As configured when it happened. */
  readonly url: string;
  /** When it happened. */
  readonly time: string;
  state: DeliveryState;
  readonly attempts: Attempt[];
  readonly fields: Readonly<Record<string, string>>;
}

const MAX_DELIVERIES = 20_000;

/** The newest callbacks and what became of them. */
export class DeliveryLog {
  private readonly deliveries = new BoundedMap<string, Delivery>(MAX_DELIVERIES);
  private order: string[] = [];
  private last = 0;

  add(facts: Omit<Delivery, 'id' | 'attempts' | 'state'>): Delivery {
    this.last += 1;
    const delivery: Delivery = { ...facts, id: String(this.last), state: 'waiting', attempts: [] };
    this.deliveries.set(delivery.id, delivery);
    this.order.push(delivery.id);
    if (this.order.length > MAX_DELIVERIES * 2) this.order = this.order.slice(-MAX_DELIVERIES);
    return delivery;
  }

  get(id: string): Delivery | undefined {
    return this.deliveries.get(id);
  }

  /** Oldest first. */
  list(): Delivery[] {
    return this.order.flatMap((id) => this.deliveries.get(id) ?? []);
  }

  clear(): void {
    this.deliveries.clear();
    this.order = [];
    this.last = 0;
  }
}
