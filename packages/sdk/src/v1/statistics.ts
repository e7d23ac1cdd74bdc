import { fetchArguments } from './arguments.ts';
import type { Bridge } from './bridge.ts';
import { fill, type Payload } from './convert.ts';

/** Figures of one resource or of a list of them. */
export interface Statistics {
  /** `(callback)` or `(params, callback)`. */
  fetch(first: unknown, second?: unknown): void;
  /** Kept from the old SDK. */
  updateToken(token: string): void;
}

/** What has figures of all three kinds. */
export interface Measured {
  readonly statistics: Statistics;
  readonly realtimeStats: Statistics;
  readonly cumulativeStats: Statistics;
}

/** The workspace, all workers or one, all task queues or one, one workflow. */
const MEASURED = /^(\/(Workers|TaskQueues|Workflows(?=\/))(\/\w+)?)?$/;

/** The figures of what is at a path, of one kind for one worker; nothing where there are none. */
export function statisticsOf(bridge: Bridge, path: string): Partial<Measured> {
  const statistics = (kind = ''): Statistics => ({
    fetch(first, second) {
      const { params, callback } = fetchArguments(first, second, false);
      bridge.send('GET', `${path}/${kind}Statistics`, params, callback, figures);
    },
    updateToken() {
      // Every request takes the token of its client.
    },
  });
  if (!MEASURED.test(path)) return {};
  const plain = { statistics: statistics() };
  if (path.startsWith('/Workers/')) return plain;
  return { ...plain, realtimeStats: statistics('RealTime'), cumulativeStats: statistics('Cumulative') };
}

/** Of a list of queues: an object with the keys "0", "1" …, as pages expect it. */
function figures(payload: Payload): object {
  const { key = '' } = (payload.meta ?? {}) as { key?: string };
  return fill({}, { ...(payload[key] ?? payload) });
}
