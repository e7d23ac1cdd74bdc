/** Where rules point: the vendor's hosts unless `restBase` (ends in `/v1`) and `eventBridgeBase` (no path) say otherwise. */
export interface BaseUrls {
  readonly restBase?: string;
  readonly eventBridgeBase?: string;
}

export interface WorkspaceScope extends BaseUrls {
  readonly accountSid: string;
  readonly workspaceSid: string;
}

export interface WorkerScope extends WorkspaceScope {
  readonly workerSid: string;
}

export interface TaskQueueScope extends WorkspaceScope {
  readonly taskQueueSid: string;
}
