import { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import { retried } from '../retry.ts';
import { createTimer, type Timer } from '../timer.ts';
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
  declare current: string;
  /** Whether the token is known to have ended, or to be within seconds of it. */
  dead = false;
  /** Without a connection, what fails says nothing of where tokens come from: it does not count. */
  offline = false;
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
  /** Whether `getToken` was called ahead of this end. */
  #asked = false;
  /** Whether `getToken` gave the present one. */
  #given = false;
  /** The one that the server refused last. */
  #refused: string | undefined;

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
    this.#asked = false;
    this.#watch();
  }

  /**
   * Starts over with another token; what is asked for meanwhile is not used. One that does not say its end is taken to
   * live as long as the one before; so is one whose end has passed, because then the machine's clock is as likely to be
   * wrong, and the server decides.
   */
  replace(token: string): void {
    this.current = token;
    this.dead = this.#given = false;
    this.#underWay = undefined;
    this.#timer.stop();
    const lifetime = [this.left(token), this.#lifetimeMs].find((left = 0) => left > 0);
    if (lifetime) this.lasts(lifetime);
  }

  /**
   * A token was refused, as expired or for good: by the server, or, if it was not `heard`, by what stands before it.
   * Resolves with whether there is another now; without one it has ended.
   */
  async refused(token: string, heard = true): Promise<boolean> {
    const { signal } = this.life;
    if (heard) {
      this.offline = false;
      this.#refused = token;
    }
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

  /** No socket was to be had. With a token that the server refused, that is no wonder, and no sign of an outage. */
  lost(): void {
    this.offline ||= this.current !== this.#refused;
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

  /** Waits for the time to ask for another token; for the end of this one when that was done, or there is no asking. */
  #watch(): void {
    const { getToken } = this.#ports;
    const lifetime = this.#lifetimeMs;
    if (!this.#watching || lifetime === undefined || this.dead) return;
    const asks = getToken && !this.#asked;
    const due = () => {
      if (!asks && !(getToken && this.offline)) return this.#end(this.current);
      void this.#renew();
      this.#asked = true;
      if (asks) this.#watch();
      // Whatever becomes of the asking, the end is told once there is a connection.
      else this.#timer.set(EARLY_MS, due);
    };
    this.#timer.set(this.#left - (asks ? Math.min(AHEAD_MS, lifetime / 2) : EARLY_MS), due);
  }

  #end(token: string): void {
    if (this.dead || token !== this.current) return;
    this.dead = true;
    this.#timer.stop();
    this.#owner.ended();
  }

  /** Resolves once a new token is in use, or there is none to be had. Many callers share one attempt. */
  async #renew(): Promise<void> {
    this.#underWay ??= this.#ask(this.life.signal, this.current);
    await this.#underWay;
  }

  async #ask(closed: AbortSignal, old: string): Promise<void> {
    const { getToken } = this.#ports;
    let left = this.#attempts;
    const over = () => closed.aborted || this.current !== old;
    const again = () => !over() && (this.offline || --left > 0);
    try {
      const token = await retried('getToken', async () => (await getToken?.()) as string, again, this.#ports, closed);
      if (over()) return;
      this.#underWay = undefined;
      if (token !== old) {
        this.#owner.renewed(token);
        this.#given = true;
      }
      // The same one, from a cache: asked for again at half of what it has left.
      else if (this.#left > EARLY_MS) this.lasts(this.#left);
    } catch (error) {
      if (over()) return;
      this.#underWay = undefined;
      this.#owner.failed(error as TaskbayError);
    }
  }
}
