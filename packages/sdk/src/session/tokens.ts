import { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import { retried } from '../retry.ts';
import { createTimer, type Timer } from '../timer.ts';
import { abortable } from '../wait.ts';
import { expiryOf } from './token-claims.ts';

/** The application is told this long before the token ends, as vendor clients do. */
const EARLY_MS = 5000;
/** A new token is asked for this long before the end, or at half the token's life if that is later. */
const AHEAD_MS = 60_000;

export interface TokenOwner {
  /** The token has ended, or ends within seconds, and there is no other. */
  ended(): void;
  /** `getToken` gave a new one. Throws where it cannot take the place of the present one, which stays then. */
  renewed(token: string): void;
  /** `getToken` failed for the last time, or gave a token that has ended. */
  failed(error: TaskbayError): void;
}

/** The current token, how long it lasts, and where the next one comes from. */
export class Tokens {
  current: string;
  /** Whether the token is known to have ended, or to be within seconds of it. */
  dead = false;
  readonly #ports: Ports;
  readonly #owner: TokenOwner;
  readonly #attempts: number;
  readonly #expiry: Timer;
  readonly #renewal: Timer;
  #watching = false;
  #lifetimeMs: number | undefined;
  #endsAt = 0;
  #underWay: Promise<void> | undefined;
  /** Whether `getToken` gave the present one. */
  #given = false;
  /** Aborted by `close`. */
  #life = new AbortController();

  /** `attempts`: how often `getToken` is tried at a time. */
  constructor(token: string, ports: Ports, owner: TokenOwner, attempts: number) {
    this.current = token;
    this.#ports = ports;
    this.#owner = owner;
    this.#attempts = attempts;
    this.#expiry = createTimer(ports.clock);
    this.#renewal = createTimer(ports.clock);
  }

  /** By the token's own `exp` and the machine's clock, in milliseconds; undefined if it cannot be read. */
  left(token: string): number | undefined {
    const end = expiryOf(token);
    return end && end - this.#ports.wallNow();
  }

  /** Sets how long the token lasts from now. */
  lasts(milliseconds: number): void {
    this.#lifetimeMs = milliseconds;
    this.#endsAt = this.#ports.clock.now() + milliseconds;
    this.#watch();
  }

  /**
   * Starts over with another token. One that does not say its end is taken to live as long as the one before; so is one
   * whose end has passed, because then the machine's clock is as likely to be wrong, and the server decides.
   */
  replace(token: string): void {
    this.current = token;
    this.dead = this.#given = false;
    this.#rest();
    const lifetime = [this.left(token), this.#lifetimeMs].find((left = 0) => left > 0);
    if (lifetime) this.lasts(lifetime);
  }

  /** The server refused a token as expired. Resolves with whether there is another now; without one it has ended. */
  async refused(token: string): Promise<boolean> {
    const { getToken } = this.#ports;
    const closed = this.#life.signal;
    if (token === this.current && getToken) {
      if (this.#given && this.#left > EARLY_MS) {
        this.#given = false;
        this.#owner.failed(new TaskbayError('token_expired', 'getToken gave a token that has ended'));
      }
      await this.#renew(getToken);
    }
    if (!closed.aborted) this.#end(token);
    return token !== this.current;
  }

  open(): void {
    if (this.#life.signal.aborted) this.#life = new AbortController();
    this.#watching = true;
    this.#watch();
  }

  /** No timer is left, and a token that arrives later is not used. */
  close(): void {
    this.#watching = false;
    this.#life.abort();
    this.#underWay = undefined;
    this.#rest();
  }

  get #left(): number {
    return this.#endsAt - this.#ports.clock.now();
  }

  #rest(): void {
    this.#expiry.stop();
    this.#renewal.stop();
  }

  #watch(): void {
    const { getToken } = this.#ports;
    const lifetime = this.#lifetimeMs;
    if (!this.#watching || lifetime === undefined || this.dead) return;
    this.#expiry.set(this.#left - EARLY_MS, () => this.#end(this.current));
    if (getToken) this.#renewal.set(this.#left - Math.min(AHEAD_MS, lifetime / 2), () => void this.#renew(getToken));
  }

  #end(token: string): void {
    if (this.dead || token !== this.current) return;
    this.dead = true;
    this.#expiry.stop();
    this.#owner.ended();
  }

  /** Resolves once a new token is in use, or there is none to be had. Many callers share one attempt. */
  #renew(getToken: () => Promise<string>): Promise<void> {
    this.#underWay ??= this.#ask(getToken, this.#life.signal);
    return this.#underWay;
  }

  async #ask(getToken: () => Promise<string>, closed: AbortSignal): Promise<void> {
    this.#renewal.stop();
    const attempt = () =>
      abortable<string>('getToken', closed, (resolve, reject) => {
        getToken().then(resolve, reject);
        return () => undefined;
      });
    try {
      const again = (_: TaskbayError, failures: number) => failures < this.#attempts;
      const token = await retried('getToken', attempt, again, this.#ports, closed);
      if (closed.aborted) return;
      if (token !== this.current) {
        this.#owner.renewed(token);
        this.#given = true;
      }
      // The same one, from a cache: asked for again at half of what it has left.
      else if (this.#lifetimeMs !== undefined) this.lasts(this.#left);
    } catch (error) {
      if (!closed.aborted) this.#owner.failed(error as TaskbayError);
    }
    if (!closed.aborted) this.#underWay = undefined;
  }
}
