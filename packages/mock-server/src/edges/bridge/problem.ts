import { type BridgeError, ERROR_CODES, moreInfo } from '@taskbay/protocol';
import type { Refusal as TokenRefusal } from '@taskbay/token';

/** A request that is answered with an error body, on either wire. */
export interface Refused {
  readonly ok: false;
  readonly error: BridgeError;
}

export function refuse(status: number, code: number, message: string): Refused {
  return { ok: false, error: { code, message, more_info: moreInfo(code), status } };
}

/** 403 for what a genuine token does not permit. */
export function forbid(message: string): Refused {
  return refuse(403, ERROR_CODES.forbidden, message);
}

/** 401 for a token that has ended, 403 for every other fault of a token: clients tell the two apart by the status. */
export function refuseToken({ reason, status, message }: TokenRefusal): Refused {
  if (reason === 'expired') return refuse(status, ERROR_CODES.tokenExpired, `Access Token expired: ${message}`);
  if (reason === 'lifetime_too_long')
    return refuse(status, ERROR_CODES.tokenTooLong, `Invalid Access Token: ${message}`);
  return refuse(status, ERROR_CODES.invalidToken, `Invalid Access Token: ${message}`);
}
