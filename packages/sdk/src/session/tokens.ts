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
  /** Without a connection, what fails says nothing of where tokens come from: it does not count. */
  readonly offline?: boolean;
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
  /** Aborted by `close`, with the error that ends whatever is under way. */
  life = new AbortController();
  readonly #ports: Ports;
  readonly #owner: TokenOwner;
  readonly #attempts: number;
  readonly #timer: Timer;
  #watching = false;
  #lifetimeMs: number | undefined;
  #endsAt = 0;
  #underWay: Promise<void> | undefined;
  /** Whether `getToken` gave the present one. */
  #given = false;

  /** `attempts`: how often `getToken` is tried at a time. */
  constructor(token: string, ports: Ports, owner: TokenOwner, attempts: number) {
    this.current = token;
    this.#ports = ports;
    this.#owner = owner;
    this.#attempts = attempts;
    this.#timer = createTimer(ports.clock);
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
    this.#timer.stop();
    const lifetime = [this.left(token), this.#lifetimeMs].find((left = 0) => left > 0);
    if (lifetime) this.lasts(lifetime);
  }

  /**
   * The server refused a token, as expired or for good. Resolves with whether there is another now; without one it has
   * ended.
   */
  async refused(token: string): Promise<boolean> {
    const { signal } = this.life;
    if (token === this.current && this.#ports.getToken) {
      if (this.#given && this.#left > EARLY_MS) {
        this.#given = false;
        this.#owner.failed(new TaskbayError('token_expired', 'The token of getToken was refused'));
      }
      await this.#renew();
    }
    if (!signal.aborted) this.#end(token);
    return token !== this.current;
  }

  open(): void {
    if (this.life.signal.aborted) this.life = new AbortController();
    this.#watching = true;
    this.#watch();
  }

  /** No timer is left, and a token that arrives later is not used. */
  close(): void {
    this.#watching = false;
    this.life.abort(new TaskbayError('disconnected', 'The session is closed'));
    this.#underWay = undefined;
    this.#timer.stop();
  }

  get #left(): number {
    return this.#endsAt - this.#ports.clock.now();
  }

  /** Waits for the time to ask for another token; for the end of this one when that is under way, or there is no asking. */
  #watch(): void {
    const { getToken } = this.#ports;
    const lifetime = this.#lifetimeMs;
    if (!this.#watching || lifetime === undefined || this.dead) return;
    const asks = getToken && !this.#underWay;
    const ahead = asks ? Math.min(AHEAD_MS, lifetime / 2) : EARLY_MS;
    this.#timer.set(this.#left - ahead, () => {
      if (asks || (getToken && this.#owner.offline)) void this.#renew();
      else this.#end(this.current);
    });
  }

  #end(token: string): void {
    if (this.dead || token !== this.current) return;
    this.dead = true;
    this.#timer.stop();
    this.#owner.ended();
  }

  /** Resolves once a new token is in use, or there is none to be had. Many callers share one attempt. */
  async #renew(): Promise<void> {
    if (!this.#underWay) {
      this.#underWay = this.#ask(this.life.signal);
      this.#watch();
    }
    await this.#underWay;
  }

  async #ask(closed: AbortSignal): Promise<void> {
    const { getToken } = this.#ports;
    const end = this.#endsAt;
    let left = this.#attempts;
    const attempt = () =>
      abortable<string>('getToken', [closed], (resolve, reject) => {
        getToken?.().then(resolve, reject);
        return () => undefined;
      });
    const again = () => this.#owner.offline || --left > 0;
    try {
      const token = await retried('getToken', attempt, again, this.#ports, closed);
      if (closed.aborted) return;
      this.#underWay = undefined;
      if (token !== this.current) {
        this.#owner.renewed(token);
        this.#given = true;
      }
      // The same one, from a cache: asked for again at half of what it has left.
      else if (this.#lifetimeMs !== undefined) this.lasts(this.#left);
    } catch (error) {
      if (closed.aborted) return;
      this.#underWay = undefined;
      this.#owner.failed(error as TaskbayError);
      // The time for it may have passed while there was no connection.
      if (this.#lifetimeMs !== undefined && this.#left <= EARLY_MS) this.#end(this.current);
      // Another end was heard of meanwhile, and watched as one that is being asked for.
      else if (this.#endsAt !== end) this.#watch();
    }
  }
}
