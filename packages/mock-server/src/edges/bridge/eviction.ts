import { BoundedMap } from '../bounded-map.ts';
import type { Identity } from './identity.ts';

/** Tokens remembered as replaced. */
const MAX_REPLACED = 10_000;

/**
 * Decides whom `closeExistingSessions` closes. Clients reconnect by themselves when they are replaced, so two of them
 * would evict each other for ever: a session never gives way to an older token, nor to one that was itself replaced
 * unless that token is newer.
 */
export class Eviction {
  private readonly replaced = new BoundedMap<string, true>(MAX_REPLACED);

  /** Whether the newcomer takes the place of an existing session; a session that gives way is remembered. */
  replaces(newcomer: Identity, existing: Identity): boolean {
    if (newcomer.issuedAt < existing.issuedAt) return false;
    if (newcomer.issuedAt === existing.issuedAt && this.replaced.has(newcomer.token)) return false;
    this.replaced.set(existing.token, true);
    return true;
  }

  reset(): void {
    this.replaced.clear();
  }
}
