import type { ReservationStatus } from '@taskbay/protocol';

/** Figures of the service that routing depends on (FIDELITY: limits and defaults). Seconds unless said. */
export const RULES = {
  taskTimeout: 86_400,
  maxTaskTimeout: 1_209_600,
  reservationTimeout: 120,
  maxReservationTimeout: 86_400,
  /** An assigned task is deleted by the system after this. */
  assignedLimit: 86_400,
  /** A finished task can be read for this long. */
  removalDelay: 300,
  /** Moves from pending to reserved before a task is canceled. */
  maxAssignments: 1_000,
  /** How long a task routed to a worker waits for its reservation. */
  routingTargetSla: 10,
  /** Step changes of a task that its trace can tell of. */
  trailLength: 32,
  tracedCandidates: 1_000,
  /** How long a phone rings. */
  ringTimeout: 60,
  maxRingTimeout: 999,
  maxReservedWorkers: 50,
  maxPriority: 2_147_483_647,
  /** Records of a kind per workspace. */
  maxRecords: { activity: 100, workflow: 1_000, queue: 5_000, worker: 15_000 },
} as const;

export const REASONS = {
  ttl: 'Task TTL Exceeded',
  workflowTimeout: 'Task reached the end of its workflow',
  workflowSkipped: 'Task was skipped out of its workflow',
  noTarget: 'No matching target',
  routingTarget: 'RoutingTarget SLA missed: no reservation could be made for the worker in time',
  maxAssignments: 'Max assignment count exceeded',
  reservationsCompleted: 'All reservations were completed',
  hangup: 'hangup',
  customerNotReached: 'The customer could not be reached',
} as const;

type ByEnding = { readonly [S in ReservationStatus]?: string };

/**
 * Why a transfer to a worker failed, by how the worker's reservation ended. The tests of the vendor's client quote the timeout,
 * and below the rejection; the others are worded like them.
 */
export const TRANSFER_FAILED: ByEnding = {
  rejected: 'Transfer failed because the reservation was rejected',
  timeout: 'Transfer failed because the reservation timed out',
  canceled: 'Transfer failed because the reservation was canceled',
};

/** The same of a transfer to a queue, which stays open. */
export const TRANSFER_ATTEMPT_FAILED: ByEnding = {
  rejected: 'Transfer attempt failed on reservation reject because there are no more pending reservations',
  timeout: 'Transfer attempt failed on reservation timeout because there are no more pending reservations',
  canceled: 'Transfer attempt failed on reservation cancel because there are no more pending reservations',
};
