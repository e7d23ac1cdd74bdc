import type { DecodedToken } from '@taskbay/protocol';
import type { AccessRequest, DenialReason } from '../evaluate/allows.ts';
import { allows } from '../evaluate/allows.ts';
import { parsePolicies } from '../evaluate/parse-policies.ts';
import type { Instant } from '../instant.ts';
import { toMilliseconds } from '../instant.ts';
import { checkAccessClaims, checkAccessHeader } from '../verify/access-checks.ts';
import { checkCapabilityClaims, checkCapabilityHeader } from '../verify/capability-checks.ts';
import { checkNames } from '../verify/member-names.ts';
import { readToken } from '../verify/read-token.ts';
import type { RefusalReason } from '../verify/refusal.ts';
import type { CheckClock } from '../verify/times.ts';
import { isoTime } from '../verify/times.ts';
import type { TokenKind } from '../verify/token-kind.ts';
import { kindOf } from '../verify/token-kind.ts';
import type { Verification } from '../verify/verify.ts';
import { ruleWords } from './rule-words.ts';

export interface ExplainOptions {
  /** Default: the host's clock. */
  readonly now?: Instant;
  /** Also say whether the token permits this request. */
  readonly request?: AccessRequest;
  /** What `verify` answered for the same token. Without it the signature counts as unchecked. */
  readonly verification?: Verification;
}

/** What a token says of itself. The signature is NOT checked here: pass on what `verify` answered to have it told. */
export interface Explanation {
  /** `unreadable`: not a signed JSON token, for example encrypted or cut off. */
  readonly kind: TokenKind | 'unreadable';
  /** Whom the token is for. */
  readonly subject: string;
  /** Which clients it fits. */
  readonly fits: string;
  /** What it permits and refuses, one phrase per rule. */
  readonly abilities: readonly string[];
  /** ISO time at which the token ends. */
  readonly expiresAt?: string;
  /** `unchecked` unless `verification` was given and got as far as the signature. */
  readonly signature: 'unchecked' | 'genuine' | 'forged';
  /** Why a service would refuse the token. */
  readonly refusal?: { readonly reason: RefusalReason; readonly message: string };
  /** The decision about `request`, in words. */
  readonly decision?: { readonly allowed: boolean; readonly message: string };
  /** All of the above as lines for a person. */
  readonly text: string;
}

type Facts = Omit<Explanation, 'text'>;

const FITS = {
  capability: 'Worker.js and TaskRouter.js v1 clients, and @taskbay/sdk over the v1 wire',
  access: 'TaskRouter SDK v2 clients, and @taskbay/sdk over the v2 wire',
} as const satisfies Record<TokenKind, string>;

const DENIALS: Readonly<Record<DenialReason, string>> = {
  bad_url: 'the URL cannot be read without doubt (dot segments, encoded slashes, white space)',
  bad_method: 'the method is not GET, POST or DELETE',
  ambiguous_params: 'a parameter has more than one value',
  foreign_origin: 'the host is neither the vendor’s nor the server’s',
  outside_token: 'the URL lies outside the workspace and channel of the token',
  malformed_rule: 'a rule of the token cannot be read',
  no_rule: 'no rule covers it',
  rule_denies: 'the most specific rule that covers it refuses',
  rules_disagree: 'equally specific rules that cover it disagree',
};

/** Puts a token into words: kind, owner, abilities, end, and why it or one request would be refused. Never throws. */
export function explain(token: string, options: ExplainOptions = {}): Explanation {
  const facts = collectFacts(token, options);
  return { ...facts, text: toText(facts) };
}

const SIGNATURES = {
  unchecked: 'The signature was not checked.',
  genuine: 'The signature is genuine.',
  forged: 'The signature is NOT genuine: nothing above can be trusted.',
} as const satisfies Record<Explanation['signature'], string>;

/** Reasons that come before the signature in the order of the checks. */
const BEFORE_SIGNATURE: readonly RefusalReason[] = [
  'too_large',
  'malformed',
  'wrong_kind',
  'bad_header',
  'unknown_issuer',
];

const UNREADABLE = {
  kind: 'unreadable',
  subject: 'unknown',
  fits: 'no v1 client; a v2 client passes it on unread, as it does with an encrypted access token',
  abilities: [],
  signature: 'unchecked',
} as const;

function collectFacts(token: string, options: ExplainOptions): Facts {
  const decoded = readToken(token);
  if ('ok' in decoded) return { ...UNREADABLE, refusal: { reason: decoded.reason, message: decoded.message } };
  const { payload } = decoded;
  const kind = kindOf(decoded);
  const clock: CheckClock = { now: toMilliseconds(options.now) / 1000, tolerance: 0, shift: 0 };
  const checked = options.verification ?? checkUnsigned(token, decoded, clock);
  return {
    kind,
    fits: FITS[kind],
    ...(kind === 'access' ? accessWords(payload) : capabilityWords(payload)),
    ...(typeof payload.exp === 'number' ? { expiresAt: isoTime(payload.exp) } : {}),
    signature: signatureOf(options.verification),
    ...(checked.ok ? {} : { refusal: { reason: checked.reason, message: checked.message } }),
    ...(options.request === undefined ? {} : { decision: decide(checked, options.request) }),
  };
}

function checkUnsigned(token: string, decoded: DecodedToken, clock: CheckClock): Verification {
  const { header, payload } = decoded;
  return kindOf(decoded) === 'access'
    ? (checkAccessHeader(header, ['HS256']) ?? checkNames(token) ?? checkAccessClaims(payload, clock))
    : (checkCapabilityHeader(header) ?? checkNames(token) ?? checkCapabilityClaims(payload, clock));
}

function signatureOf(verification: Verification | undefined): Explanation['signature'] {
  if (verification === undefined) return 'unchecked';
  if (verification.ok) return 'genuine';
  if (verification.reason === 'bad_signature') return 'forged';
  return BEFORE_SIGNATURE.includes(verification.reason) ? 'unchecked' : 'genuine';
}

function decide(checked: Verification, request: AccessRequest): NonNullable<Explanation['decision']> {
  const what = `${request.method} ${request.url}`;
  if (!checked.ok) return { allowed: false, message: `${what}: refused, ${checked.message}` };
  if (checked.kind === 'access') {
    const { role } = checked.claims.grants.task_router;
    return { allowed: true, message: `${what}: no rule to ask, the service decides by the role "${role}"` };
  }
  const decision = allows(checked.claims.policies, { within: checked.claims, ...request });
  if (decision.allowed) return { allowed: true, message: `${what}: permitted, the token ${ruleWords(decision.rule)}` };
  const rule = decision.rule === undefined ? '' : ` (the token ${ruleWords(decision.rule)})`;
  return { allowed: false, message: `${what}: refused, ${DENIALS[decision.reason]}${rule}` };
}

/** Reads what it can from claims that need not be valid, so that a refused token is explained too. */
function capabilityWords(payload: DecodedToken['payload']): Pick<Facts, 'subject' | 'abilities'> {
  const rules = parsePolicies(payload.policies);
  return {
    subject: `channel ${shown(payload.channel)} of workspace ${shown(payload.workspace_sid)}, account ${shown(payload.account_sid)}`,
    abilities: rules.ok ? rules.policies.map(ruleWords) : [],
  };
}

function accessWords(payload: DecodedToken['payload']): Pick<Facts, 'subject' | 'abilities'> {
  const grants = asRecord(payload.grants);
  const grant = asRecord(grants.task_router);
  const worker = grant.worker_sid === undefined ? '' : `worker ${shown(grant.worker_sid)} of `;
  const place = `${worker}workspace ${shown(grant.workspace_sid)}`;
  return {
    subject: `identity ${shown(grants.identity)}, ${place}, account ${shown(payload.sub)}, key ${shown(payload.iss)}`,
    abilities: grant.role === undefined ? [] : [`may do what the role ${shown(grant.role)} permits for ${place}`],
  };
}

function toText(facts: Facts): string {
  const lines = [
    facts.kind === 'unreadable' ? 'Unreadable token' : `${facts.kind === 'access' ? 'Access' : 'Capability'} token`,
    `For: ${facts.subject}`,
    `Fits: ${facts.fits}`,
    ...(facts.expiresAt === undefined ? [] : [`Ends: ${facts.expiresAt}`]),
    ...facts.abilities.map((ability) => `- ${ability}`),
    ...(facts.refusal === undefined ? [] : [`Refused: ${facts.refusal.message}`]),
    ...(facts.decision === undefined ? [] : [`Request: ${facts.decision.message}`]),
    SIGNATURES[facts.signature],
  ];
  return lines.join('\n');
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : '(none)';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
