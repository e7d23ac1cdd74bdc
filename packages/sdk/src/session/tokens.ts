import { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import { retried } from '../retry.ts';
import { after } from '../timer.ts';
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
export interface Tokens {
  current: string;
  /** Whether the token is known to have ended, or to be within seconds of it. */
  dead: boolean;
  /** Without a connection, what fails says nothing of where tokens come from: it does not count. */
  offline: boolean;
  /** Aborted by `close`, with the error that ends whatever is under way. */
  life: AbortController;
  /** By the token's own `exp` and the machine's clock, in milliseconds; undefined if it cannot be read. */
  left(token: string): number | undefined;
  /** Sets how long the token lasts from now. */
  lasts(milliseconds: number): void;
  /**
   * Starts over with another token; what is asked for meanwhile is not used. One that does not say its end is taken to
   * live as long as the one before; so is one whose end has passed, because then the machine's clock is as likely to be
   * wrong, and the server decides.
   */
  replace(token: string): void;
  /**
   * A token was refused, as expired or for good: by the server, or, if it was not `heard`, by what stands before it.
   * Resolves with whether there is another now; without one it has ended.
   */
  refused(token: string, heard?: boolean): Promise<boolean>;
  /** No socket was to be had. With a token that the server refused, that is no wonder, and no sign of an outage. */
  lost(): void;
  open(): void;
  /** No timer is left, and a token that arrives later is not used. */
  close(): void;
}

/** `attempts`: how often `getToken` is tried at a time. */
export function createTokens(token: string, ports: Ports, owner: TokenOwner, attempts: number): Tokens {
  const { getToken, clock } = ports;
  let watching = false;
  let lifetimeMs: number | undefined;
  let endsAt = 0;
  let underWay: Promise<void> | undefined;
  /** Whether `getToken` was called ahead of this end. */
  let asked = false;
  /** Whether `getToken` gave the present one. */
  let given = false;
  /** The one that the server refused last. */
  let refusedLast: string | undefined;
  let stop: (() => void) | undefined;

  const leftNow = () => endsAt - clock.now();
  const watchFor = (delayMs: number, due: () => void) => {
    stop?.();
    stop = after(clock, delayMs, due);
  };

  /** Waits for the time to ask for another token; for the end of this one when that was done, or there is no asking. */
  function watch(): void {
    if (!watching || lifetimeMs === undefined || tokens.dead) return;
    const asks = getToken && !asked;
    const ahead = asks ? Math.min(AHEAD_MS, lifetimeMs / 2) : EARLY_MS;
    const due = () => {
      // Timers of platforms are shorter than some tokens last.
      if (leftNow() > ahead) return watch();
      if (!asks && !(getToken && tokens.offline)) return end(tokens.current);
      void renew();
      asked = true;
      if (asks) watch();
      // Whatever becomes of the asking, the end is told once there is a connection.
      else watchFor(EARLY_MS, due);
    };
    watchFor(leftNow() - ahead, due);
  }

  function end(ended: string): void {
    if (tokens.dead || ended !== tokens.current) return;
    tokens.dead = true;
    stop?.();
    owner.ended();
  }

  /** Resolves once a new token is in use, or there is none to be had. Many callers share one attempt. */
  async function renew(): Promise<void> {
    underWay ??= ask(tokens.life.signal, tokens.current);
    await underWay;
  }

  async function ask(closed: AbortSignal, old: string): Promise<void> {
    let left = attempts;
    const over = () => closed.aborted || tokens.current !== old;
    const again = () => !over() && (tokens.offline || --left > 0);
    try {
      const next = await retried('getToken', async () => (await getToken?.()) as string, again, ports, closed);
      if (over()) return;
      underWay = undefined;
      if (next !== old) {
        owner.renewed(next);
        given = true;
      }
      // The same one, from a cache: asked for again at half of what it has left.
      else if (leftNow() > EARLY_MS) tokens.lasts(leftNow());
    } catch (error) {
      if (over()) return;
      underWay = undefined;
      owner.failed(error as TaskbayError);
    }
  }

  const tokens: Tokens = {
    current: token,
    dead: false,
    offline: false,
    life: new AbortController(),
    left(one) {
      const expiry = expiryOf(one);
      return expiry && expiry - ports.hostClock.now();
    },
    lasts(milliseconds) {
      lifetimeMs = milliseconds;
      endsAt = clock.now() + milliseconds;
      asked = false;
      watch();
    },
    replace(next) {
      tokens.current = next;
      tokens.dead = given = false;
      underWay = undefined;
      stop?.();
      const lifetime = [tokens.left(next), lifetimeMs].find((left = 0) => left > 0);
      if (lifetime) tokens.lasts(lifetime);
    },
    async refused(one, heard = true) {
      const { signal } = tokens.life;
      if (heard) {
        tokens.offline = false;
        refusedLast = one;
      }
      if (one === tokens.current && getToken) {
        if (given && leftNow() > EARLY_MS) {
          given = false;
          owner.failed(new TaskbayError('token_expired', 'The token of getToken was refused'));
        }
        await renew();
      }
      if (!signal.aborted) end(one);
      return one !== tokens.current;
    },
    lost() {
      tokens.offline ||= tokens.current !== refusedLast;
    },
    open() {
      if (tokens.life.signal.aborted) tokens.life = new AbortController();
      watching = true;
      watch();
    },
    close() {
      watching = false;
      tokens.life.abort(new TaskbayError('disconnected', 'The session is closed'));
      underWay = undefined;
      stop?.();
    },
  };
  return tokens;
}
