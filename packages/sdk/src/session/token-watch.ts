import { decodeClaims } from '@taskbay/protocol';
import type { Clock } from '../host.ts';

/** The application is told this long before the token ends, as vendor clients do. */
const EARLY_MS = 5000;
/** Longest delay a platform timer can hold; longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Milliseconds a token has left by its `exp` and the machine's clock; undefined if it cannot be read. */
export function millisecondsLeft(token: string, wallNow: number): number | undefined {
  const claims = decodeClaims(token);
  if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return undefined;
  return typeof claims.exp === 'number' ? claims.exp * 1000 - wallNow : undefined;
}

/** Holds the current token and says once when it is about to end. */
export class TokenWatch {
  readonly #clock: Clock;
  readonly #expired: () => void;
  #token: string;
  #dead = false;
  #endsAt: number | undefined;
  #lifetimeMs: number | undefined;
  #timer: unknown;

  constructor(token: string, clock: Clock, expired: () => void) {
    this.#token = token;
    this.#clock = clock;
    this.#expired = expired;
  }

  get token(): string {
    return this.#token;
  }

  /** Whether the token is known to have ended, or to be within seconds of it. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Starts over with another token. Without a lifetime it is taken to live as long as the one before. */
  replace(token: string, lifetimeMs: number | undefined): void {
    this.#token = token;
    this.#dead = false;
    const lifetime = lifetimeMs ?? this.#lifetimeMs;
    if (lifetime !== undefined) this.lasts(lifetime);
  }

  /** Sets how long the token lasts from now. */
  lasts(lifetimeMs: number): void {
    this.#lifetimeMs = lifetimeMs;
    this.#endsAt = this.#clock.now() + lifetimeMs;
    this.resume();
  }

  /** Takes the token as ended, unless it is no longer the current one. */
  end(token: string): void {
    if (this.#dead || token !== this.#token) return;
    this.#dead = true;
    this.pause();
    this.#expired();
  }

  pause(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  resume(): void {
    this.pause();
    if (this.#endsAt === undefined || this.#dead) return;
    const delay = Math.max(0, this.#endsAt - EARLY_MS - this.#clock.now());
    this.#timer = this.#clock.setTimeout(
      () => {
        this.#timer = undefined;
        if (delay > LONGEST_TIMER_MS) this.resume();
        else this.end(this.#token);
      },
      Math.min(delay, LONGEST_TIMER_MS),
    );
  }
}
