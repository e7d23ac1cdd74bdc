import type { Runtime } from '../../runtime/runtime.ts';
import type { Operation } from '../operations/operation.ts';
import type { Refusal } from '../operations/refusal.ts';
import type { TextParts } from '../text-response.ts';

/** Limits of the service that hold only when they are asked for: they would be in the way of most tests. */
export interface VendorLimits {
  /** For all requests together; the service documents no number, so there is none unless it is given. */
  readonly requestsPerSecond?: number | undefined;
}

export interface Admission {
  /** Why the request is not carried out, if it is not. */
  readonly refusal?: Refusal;
  /** What the answer tells of the limit, if the request is under one. */
  readonly headers: TextParts['headers'];
}

/** Decides whether a request is carried out, on the server's clock. */
export type Admit = (operation: Operation, workspaceSid: string) => Promise<Admission>;

/** Requests per second. */
const BULK_STATISTICS_RATE = 5;
const BULK_STATISTICS = 'CreateTaskQueueBulkRealTimeStatistics';

/** Most workers of a workspace whose statistics are answered. */
const STATISTICS_WORKERS = 100;
const WORKER_STATISTICS = new Set([
  'FetchWorkerStatistics',
  'FetchWorkersCumulativeStatistics',
  'FetchWorkersRealTimeStatistics',
]);

export const FREE: Admission = { headers: {} };

/** Undefined without limits: then there is nothing to ask. */
export function createAdmission(runtime: Runtime, limits: VendorLimits | undefined): Admit | undefined {
  if (limits === undefined) return undefined;
  const { requestsPerSecond } = limits;
  const general = requestsPerSecond === undefined ? undefined : new Rate(requestsPerSecond);
  const bulk = new Rate(BULK_STATISTICS_RATE);
  return async ({ id }, workspaceSid) => {
    const now = runtime.clock.now();
    const inGeneral = general?.take(now) ?? FREE;
    if (inGeneral.refusal !== undefined) return inGeneral;
    if (id === BULK_STATISTICS) return bulk.take(now);
    if (!WORKER_STATISTICS.has(id)) return inGeneral;
    const workers = (await runtime.read(workspaceSid, ({ tables }) => tables.worker.size)) ?? 0;
    if (workers <= STATISTICS_WORKERS) return inGeneral;
    return { ...inGeneral, refusal: { code: 'worker_statistics', workers, limit: STATISTICS_WORKERS } };
  };
}

/** At most so many in any second of server time. Those that are refused do not count. */
class Rate {
  private readonly limit: number;
  private taken: number[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  take(now: number): Admission {
    // A reset may have set the clock back.
    this.taken = this.taken.filter((instant) => instant > now - 1_000 && instant <= now);
    const free = this.taken.length < this.limit;
    if (free) this.taken.push(now);
    const headers = {
      'x-rate-limit-limit': String(this.limit),
      'x-rate-limit-remaining': String(this.limit - this.taken.length),
    };
    return free ? { headers } : { headers, refusal: { code: 'too_many_requests', limit: this.limit } };
  }
}
