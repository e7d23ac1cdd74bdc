export { CALL_STATUSES, type CallStatus, SUPERVISOR_MODES, type SupervisorMode } from './calls.ts';
export {
  ACCESS_TOKEN_CTY,
  type AccessClaims,
  type CapabilityClaims,
  type DecodedToken,
  decodeClaims,
  decodeSegment,
  decodeToken,
  type ParameterMatcher,
  type Policy,
  type PolicyFilter,
  type TaskRouterGrant,
  type TokenFamily,
  tokenFamily,
} from './claims.ts';
export { CLOSE, type CloseAction, closeAction } from './close.ts';
export { BRIDGE_PATH, type ConnectQuery, parseConnectQuery } from './connect.ts';
export {
  API_VERSION_HEADER,
  type BridgeError,
  type BridgeReply,
  type BridgeReplyV1,
  type BridgeRequest,
  CLIENT_VERSION_HEADER,
  type TunnelMethod,
} from './envelopes.ts';
export { ERROR_CODES, moreInfo } from './errors.ts';
export {
  ACTIVITY_EVENTS,
  EVENT_TYPES,
  type EventType,
  FRAME_EVENT_TYPES,
  type FrameEventType,
  RESERVATION_EVENTS,
  type ReservationEventType,
  TASK_CHANNEL_EVENTS,
  TASK_EVENTS,
  TASK_QUEUE_EVENTS,
  type TaskEventType,
  WORKER_EVENTS,
  WORKFLOW_EVENTS,
} from './events.ts';
export { type Frame, HEARTBEAT_FRAME, HEARTBEAT_INTERVAL_MS, parseFrame, serializeFrame } from './frames.ts';
export { isObject, type Json, type JsonFields, type JsonObject, parseJson } from './json.ts';
export type {
  ActivityPayload,
  BridgePage,
  InitPayload,
  ReservationPayload,
  ReservationTaskPayload,
  TaskPayload,
  TaskQueuePayload,
  TransferPayload,
  WorkerChannelPayload,
  WorkerPayload,
} from './resources.ts';
export type {
  RestActivity,
  RestPageMeta,
  RestReservation,
  RestTask,
  RestWorker,
  RestWorkerChannel,
} from './rest-resources.ts';
export { isSid, SID_PREFIXES, type SidPrefix } from './sids.ts';
export {
  LIVE_RESERVATION_STATUSES,
  RESERVATION_STATUSES,
  type ReservationStatus,
  TASK_STATUSES,
  type TaskOrder,
  type TaskStatus,
  TRANSFER_STATUSES,
  type TransferMode,
  type TransferStatus,
  type TransferType,
  WORKER_ROLES,
  type WorkerRole,
} from './statuses.ts';
