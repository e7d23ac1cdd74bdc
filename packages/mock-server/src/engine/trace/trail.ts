import type { AttributesDocument, Instant } from '../records.ts';
import { RULES } from '../rules.ts';
import type { WorkflowConfiguration } from '../workflow-config/configuration.ts';

/** What brought a task to the place: why the one before was left, or how it came into the workflow. */
export type Arrival = 'created' | 'attributes' | 're-evaluated' | 'timeout' | 'skip';

/** Workers of the step's queue when `skip_if` was asked. */
export interface CountedWorkers {
  readonly available: number;
  readonly unavailable: number;
}

/**
 * One step change of a task, as references to immutable records, from which a trace works out everything else.
 * `filter` null: no target followed and the task left the workflow.
 */
export interface TrailEntry {
  readonly at: Instant;
  readonly arrival: Arrival;
  readonly counted: CountedWorkers | null;
  readonly configuration: WorkflowConfiguration;
  readonly attributes: AttributesDocument;
  /** First filter that was tried; null when the next target of the same filter followed. */
  readonly from: number | null;
  /** Index of the filter, -1 for the default filter. */
  readonly filter: number | null;
  readonly target: number;
}

/** The trail with one entry more; the oldest goes when it is full. */
export function extendTrail(trail: readonly TrailEntry[], entry: TrailEntry): readonly TrailEntry[] {
  if (trail.length === 0) return [entry];
  return trail.length < RULES.trailLength ? [...trail, entry] : [...trail.slice(1), entry];
}
