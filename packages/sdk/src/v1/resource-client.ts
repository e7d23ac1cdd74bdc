import type { TaskbayError } from '../errors.ts';
import { pageHost } from '../host.page.ts';
import { expiryOf } from '../session/token-claims.ts';
import { after } from '../timer.ts';
import type { Bridge } from './bridge.ts';
import { type Client, equipClient, type ModernClient } from './client.ts';
import { hide } from './convert.ts';
import type { ResourceClientEvents } from './events.ts';
import type { List, MeasuredList } from './lists.ts';
import { entityOf } from './resources.ts';
import type { Measured } from './statistics.ts';

const UNAUTHORIZED = 401;
/** The page is told this long before its token ends, as a worker's page is. */
const EARLY_MS = 5000;

/** `Twilio.TaskRouter.Workspace`. */
export interface WorkspaceClient extends Client<ResourceClientEvents>, Measured {
  readonly activities: List;
  readonly workflows: List;
  readonly tasks: List;
  readonly taskqueues: MeasuredList;
  readonly workers: MeasuredList;
}

/** `Twilio.TaskRouter.TaskQueue`. */
export interface TaskQueueClient extends Client<ResourceClientEvents>, Measured {}

/**
 * Makes an object a client without a socket, of a workspace or a task queue: `connected` and `ready` are told once its
 * resource could be read, and the end of its token once.
 */
export function equipResource(client: Client<ResourceClientEvents>, modern: ModernClient, bridge: Bridge) {
  const { sid } = modern;
  const path = sid ? `/TaskQueues/${sid}` : '';
  const { clock } = pageHost;
  let stop: (() => void) | undefined;

  /** Whoever notices it first: the clock, or the server. */
  function ended(): void {
    if (!stop) return;
    stop();
    stop = undefined;
    client.emit('token.expired');
  }

  const left = () => (expiryOf(client.token) ?? Number.POSITIVE_INFINITY) - clock.now() - EARLY_MS;
  function watch(): void {
    stop?.();
    // Timers of platforms are shorter than some tokens last.
    stop = after(clock, left(), () => (left() > 0 ? watch() : ended()));
  }

  equipClient(client as never, modern, bridge, path, () => undefined, watch);
  hide(client, { taskQueueSid: sid });
  watch();
  void bridge.request('GET', path).then(
    (payload) => {
      client.emit('connected');
      client.emit('ready', entityOf(bridge, payload));
    },
    (response: TaskbayError) => {
      if (response.status !== UNAUTHORIZED) client.emit('error', { response, message: response.message });
      else ended();
    },
  );
}
