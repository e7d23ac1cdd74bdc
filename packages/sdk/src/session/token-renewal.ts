import { backoffDelay } from '../connection/policy.ts';
import { asTaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import type { TokenKeeperOwner } from './token-keeper.ts';

/** A new token is asked for this long before the end, or at half the token's life if that is later. */
const AHEAD_MS = 60_000;
const ATTEMPTS = 4;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Asks the application's `getToken` for tokens: ahead of the end, and when the server refuses the present one. */
export class TokenRenewal {
  readonly #ports: Ports;
  readonly #getToken: () => Promise<string>;
  readonly #owner: TokenKeeperOwner;
  #underWay: Promise<boolean> | undefined;
  #timer: unknown;
  /** Apart from the plan's: a socket that opens during a pause between two attempts plans anew. */
  #pause: unknown;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(ports: Ports, getToken: () => Promise<string>, owner: TokenKeeperOwner) {
    this.#ports = ports;
    this.#getToken = getToken;
    this.#owner = owner;
  }

  /** Renews in time for a token that lasts so long from now. */
  plan(lifetimeMs: number): void {
    this.#unplan();
    const delay = Math.max(0, lifetimeMs - Math.min(AHEAD_MS, lifetimeMs / 2));
    if (delay > LONGEST_TIMER_MS) return;
    this.#timer = this.#ports.clock.setTimeout(() => void this.now(), delay);
  }

  open(): void {
    this.#closed = false;
  }

  /** No timer is left, and a token that arrives later is not used. */
  close(): void {
    this.#closed = true;
    this.#unplan();
    this.#ports.clock.clearTimeout(this.#pause);
    this.#wake?.();
  }

  /** Resolves true once a new token is in use, false when `getToken` failed each time. Many callers share one attempt. */
  now(): Promise<boolean> {
    this.#underWay ??= this.#ask().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #ask(): Promise<boolean> {
    this.#unplan();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const token = await this.#getToken();
        if (this.#closed) return false;
        this.#owner.renewed(token);
        return true;
      } catch (cause) {
        if (attempt === ATTEMPTS) {
          this.#owner.failed(asTaskbayError(cause, 'network', 'getToken failed'));
          return false;
        }
        await this.#wait(backoffDelay(attempt, this.#ports.random));
        if (this.#closed) return false;
      }
    }
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#pause = this.#ports.clock.setTimeout(resolve, delayMs);
    });
  }

  #unplan(): void {
    if (this.#timer !== undefined) this.#ports.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
