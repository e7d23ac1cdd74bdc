import type { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import { TokenRenewal } from './token-renewal.ts';
import { millisecondsLeft, TokenWatch } from './token-watch.ts';

export interface TokenKeeperOwner {
  /** The token has ended, or ends within seconds, and there is no other. */
  ended(): void;
  /** `getToken` gave a new one. */
  renewed(token: string): void;
  failed(error: TaskbayError): void;
}

/** The current token, how long it lasts, and where the next one comes from. */
export class TokenKeeper {
  readonly #ports: Ports;
  readonly #watch: TokenWatch;
  readonly #renewal: TokenRenewal | undefined;

  constructor(token: string, ports: Ports, owner: TokenKeeperOwner) {
    this.#ports = ports;
    this.#watch = new TokenWatch(token, ports.clock, () => owner.ended());
    this.#renewal = ports.getToken && new TokenRenewal(ports, ports.getToken, owner);
  }

  get token(): string {
    return this.#watch.token;
  }

  get dead(): boolean {
    return this.#watch.dead;
  }

  /** Sets how long the token lasts from now, in milliseconds. */
  lasts(lifetimeMs: number): void {
    this.#watch.lasts(lifetimeMs);
    this.#renewal?.plan(lifetimeMs);
  }

  replace(token: string): void {
    const left = this.millisecondsLeft(token);
    this.#watch.replace(token, left);
    if (left !== undefined) this.#renewal?.plan(left);
  }

  /** By the token's own `exp`; undefined if it cannot be read. */
  millisecondsLeft(token: string): number | undefined {
    return millisecondsLeft(token, this.#ports.wallNow());
  }

  /** The server refused a token as expired. Resolves with whether there is another now; without one it has ended. */
  async refused(token: string): Promise<boolean> {
    const current = token === this.token;
    if (!current || this.#renewal === undefined || !(await this.#renewal.now())) this.#watch.end(token);
    return this.token !== token;
  }

  open(): void {
    this.#watch.resume();
    this.#renewal?.open();
  }

  close(): void {
    this.#watch.pause();
    this.#renewal?.close();
  }
}
