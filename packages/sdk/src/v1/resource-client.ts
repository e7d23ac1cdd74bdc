import type { TaskbayError } from '../errors.ts';
import { pageClock } from '../host.page.ts';
import { after } from '../timer.ts';
import { type Claims, readClaims } from './claims.ts';
import { Client, type ClientSettings, type ModernClient, tellError } from './client.ts';
import { hide } from './convert.ts';
import type { ResourceClientEvents } from './events.ts';
import { type List, listsOf, type MeasuredList } from './lists.ts';
import type { Statistics } from './statistics.ts';

const UNAUTHORIZED = 401;
/** The page is told this long before its token ends, as a worker's page is. */
const EARLY_MS = 5000;

/**
 * What the clients without a socket share: figures, `connected` and `ready` once their resource could be read, and the
 * end of their token, once.
 */
class ResourceClient extends Client<ResourceClientEvents> {
  declare readonly statistics: Statistics;
  declare readonly realtimeStats: Statistics;
  declare readonly cumulativeStats: Statistics;
  #untilEnd: (() => void) | undefined;

  constructor(modern: ModernClient, settings: ClientSettings, path: string) {
    super(modern, settings, path);
    this.#watch(settings.claims);
    void this.bridge.request('GET', this.path).then(
      (payload) => {
        this.emit('connected');
        this.emit('ready', this.bridge.entity(payload));
      },
      (error: TaskbayError) => {
        if (error.status !== UNAUTHORIZED) tellError(this, error);
        else if (this.#untilEnd) this.#watch({ exp: 0 });
      },
    );
  }

  override updateToken(token: string): void {
    super.updateToken(token);
    this.#watch(readClaims(token));
  }

  #watch({ exp = Number.POSITIVE_INFINITY }: Pick<Claims, 'exp'>): void {
    this.#untilEnd?.();
    this.#untilEnd = after(pageClock, exp * 1000 - pageClock.now() - EARLY_MS, () => {
      this.#untilEnd = undefined;
      this.emit('token.expired');
    });
  }
}

/** `Twilio.TaskRouter.Workspace`. */
export class WorkspaceClient extends ResourceClient {
  declare readonly activities: List;
  declare readonly workflows: List;
  declare readonly tasks: List;
  declare readonly taskqueues: MeasuredList;
  declare readonly workers: MeasuredList;

  constructor(modern: ModernClient, settings: ClientSettings) {
    super(modern, settings, '');
    Object.assign(this, listsOf(this.bridge));
  }
}

/** `Twilio.TaskRouter.TaskQueue`. */
export class TaskQueueClient extends ResourceClient {
  constructor(modern: ModernClient & { readonly sid: string }, settings: ClientSettings) {
    super(modern, settings, `/TaskQueues/${modern.sid}`);
    hide(this, { taskQueueSid: modern.sid });
  }
}
