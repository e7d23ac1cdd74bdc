import type { JsonObject } from '@taskbay/protocol';
import type { Parameters } from '../commands/api.ts';
import { restNames } from './instructions.ts';

/** A task a worker makes for itself, e.g. an outbound call. */
export interface NewTask {
  readonly workflowSid: string;
  readonly taskQueueSid: string;
  /** Become the attributes `outbound_to` and `from`. */
  readonly to: string;
  readonly from: string;
  readonly attributes?: JsonObject | undefined;
  readonly taskChannelUniqueName?: string | undefined;
  readonly taskChannelSid?: string | undefined;
  readonly virtualStartTime?: Date | undefined;
}

export function taskParameters(
  { to, from, attributes, virtualStartTime, ...named }: NewTask,
  worker: string,
): Parameters {
  return {
    ...restNames(named),
    Attributes: { ...attributes, outbound_to: to, from },
    // The service reads whole seconds only.
    VirtualStartTime: virtualStartTime?.toISOString().replace(/\.\d+/, ''),
    RoutingTarget: worker,
  };
}
