import { isObject, type JsonFields, parseJson } from './json.ts';

/** One filter entry: an exact value, or a matcher that says whether the parameter must be there and what it must be. */
export type ParameterMatcher = string | { readonly required?: boolean; readonly value?: string };

/** Parameter name → matcher. An empty filter lets everything through. */
export type PolicyFilter = Readonly<Record<string, ParameterMatcher>>;

/**
 * One rule of a capability token. `url` is a literal URL or ends in `/*` (one segment) or `/**` (the URL itself and all
 * below it). An absent `allow` means refused.
 */
export interface Policy {
  readonly url: string;
  readonly method: string;
  readonly query_filter?: PolicyFilter;
  readonly post_filter?: PolicyFilter;
  readonly allow?: boolean;
}

/** Payload of the token that Worker.js / TaskRouter.js v1 clients carry. Times are epoch seconds. */
export interface CapabilityClaims {
  readonly iss: string;
  readonly exp: number;
  readonly iat?: number;
  readonly nbf?: number;
  readonly version?: string;
  readonly friendly_name?: string;
  readonly account_sid: string;
  readonly workspace_sid: string;
  /** SID of the worker, task queue or workspace whose channel the token opens. */
  readonly channel: string;
  readonly worker_sid?: string;
  readonly taskqueue_sid?: string;
  readonly policies: readonly Policy[];
}

/** Grant that makes an access token good for TaskRouter. */
export interface TaskRouterGrant {
  readonly workspace_sid: string;
  readonly worker_sid?: string;
  readonly role: string;
}

/** Payload of the token that v2 clients carry. Times are epoch seconds; `iss` is the API key, `sub` the account. */
export interface AccessClaims {
  readonly jti: string;
  readonly iss: string;
  readonly sub: string;
  readonly exp: number;
  readonly iat?: number;
  readonly nbf?: number;
  readonly grants: {
    readonly identity?: string;
    readonly task_router: TaskRouterGrant;
    readonly [grant: string]: unknown;
  };
}

/** `unknown`: neither shape is visible, for example because the payload is encrypted. */
export type TokenFamily = 'capability' | 'access' | 'unknown';

/** `cty` header of every access token. */
export const ACCESS_TOKEN_CTY = 'twilio-fpa;v=1';

export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Header and payload of a signed token, with NO check of the signature. Undefined unless the token is three base64url
 * segments whose first two are UTF-8 JSON objects.
 */
export function decodeToken(token: string): DecodedToken | undefined {
  const segments = token.split('.');
  const [header, payload] = segments.slice(0, 2).map(decodeJsonObject);
  return segments.length === 3 && header && payload ? { header, payload } : undefined;
}

/** Payload of a token without any check, undefined when it cannot be read (see `decodeToken`). */
export function decodeClaims(token: string): unknown {
  return decodeToken(token)?.payload;
}

/** Whether the payload is a capability token's: `policies` and `channel` make one. */
function isCapability(payload: unknown): boolean {
  return isObject(payload) && Array.isArray(payload.policies) && typeof payload.channel === 'string';
}

/** Which clients a token is for. The payload decides first. */
export function tokenFamily(payload: unknown, header?: unknown): TokenFamily {
  if (isCapability(payload)) return 'capability';
  if (isObject(header) && header.cty !== undefined) return 'access';
  return isObject(payload) && isObject(payload.grants) ? 'access' : 'unknown';
}

/** Undefined for what is no base64url, no UTF-8, or no JSON object: such a token says nothing. */
function decodeJsonObject(segment: string): JsonFields | undefined {
  const value = parseJson(decodeSegment(segment) ?? '');
  return isObject(value) ? value : undefined;
}

/** Every runtime of this module has it; the libraries of types that it is compiled with do not all say so. */
declare const atob: (base64: string) => string;

/** The text in one base64url segment of a token, undefined when it is not base64url or not UTF-8. */
export function decodeSegment(segment: string): string | undefined {
  if (!/^[\w-]+$/.test(segment)) return undefined;
  try {
    // `escape` writes each byte as `decodeURIComponent` reads UTF-8; a TextDecoder is not everywhere.
    return decodeURIComponent(escape(atob(segment.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    return undefined;
  }
}
