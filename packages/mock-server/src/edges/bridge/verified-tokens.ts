import { BoundedMap } from '../bounded-map.ts';
import type { Identity } from './identity.ts';

/** Tokens whose verification is remembered. */
const MAX_TOKENS = 20_000;

/**
 * Identities of tokens that were verified, by token text, so that a command costs no signature check: what a genuine
 * token says does not change, only its end comes. Refusals are not remembered; they are told in full each time.
 */
export class VerifiedTokens<I extends Identity> {
  private readonly identities = new BoundedMap<string, I>(MAX_TOKENS);

  /** `now`: epoch milliseconds of server time. */
  get(token: string, now: number): I | undefined {
    const identity = this.identities.get(token);
    return identity !== undefined && now < identity.expiresAt ? identity : undefined;
  }

  add(identity: I): void {
    this.identities.set(identity.token, identity);
  }

  forget(token: string): void {
    this.identities.delete(token);
  }

  clear(): void {
    this.identities.clear();
  }
}
