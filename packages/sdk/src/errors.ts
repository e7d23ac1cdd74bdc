/** What can go wrong, as a stable word to branch on. */
export type TaskbayErrorCode =
  | 'usage'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'disconnected'
  | 'token_expired'
  | 'request_refused'
  | 'conflict'
  | 'not_supported_by_token'
  | 'protocol'
  | 'leader_lost'
  | 'listener_failed';

const REMEDIES = {
  usage: 'Correct it',
  network: 'Check serverUrl',
  timeout: 'Read the state first',
  aborted: 'Call again',
  disconnected: 'Call connect()',
  token_expired: 'Call updateToken()',
  request_refused: 'See body',
  conflict: 'Call fetch()',
  not_supported_by_token: 'Use another token',
  protocol: 'Check serverUrl',
  leader_lost: 'Read the state first',
  listener_failed: 'Correct it',
} as const satisfies Record<TaskbayErrorCode, string>;

/** What an error says besides its code. */
export interface ErrorDetails {
  readonly status?: number;
  readonly body?: unknown;
  readonly cause?: unknown;
}

/**
 * Every error of the SDK. `code` is stable, `remedy` says what to do. `status` and `body` are the server's answer and
 * set for `request_refused` and a refused `token_expired`; `cause` is the underlying error or abort reason.
 */
export class TaskbayError extends Error {
  override readonly name = 'TaskbayError';
  declare readonly code: TaskbayErrorCode;
  declare readonly remedy: string;
  declare readonly status: number | undefined;
  declare readonly body: unknown;

  constructor(code: TaskbayErrorCode, what: string, details?: ErrorDetails) {
    const remedy = REMEDIES[code];
    super(`${what} (${remedy})`, details);
    Object.assign(this, details, { code, remedy });
  }
}
