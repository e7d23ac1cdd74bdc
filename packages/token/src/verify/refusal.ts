/** Why a token is refused; the status is the one the vendor's clients understand. */
const STATUS = {
  too_large: 403,
  malformed: 403,
  wrong_kind: 403,
  bad_header: 403,
  unknown_issuer: 403,
  bad_signature: 403,
  repeated_name: 403,
  wrong_account: 403,
  expired: 401,
  not_yet_valid: 403,
  lifetime_too_long: 403,
  wrong_version: 403,
  malformed_claims: 403,
  wrong_channel: 403,
  malformed_policies: 403,
  conflicting_policies: 403,
  malformed_grant: 403,
} as const;

export type RefusalReason = keyof typeof STATUS;

export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  readonly status: 401 | 403;
  /** What is wrong, which field, what to do. */
  readonly message: string;
}

export function refuse(reason: RefusalReason, message: string): Refusal {
  return { ok: false, reason, status: STATUS[reason], message };
}
