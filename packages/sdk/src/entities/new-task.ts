import type { JsonObject } from '@taskbay/protocol';

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
