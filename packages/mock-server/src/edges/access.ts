import { requestUrl } from './request-url.ts';

/** Who may talk to the server, decided from the Host and Origin headers (contract: one port, these paths). */
export interface AccessRules {
  /** Address the server listens on. */
  readonly boundHost: string;
  /** Lower-case host names, with or without a port. */
  readonly allowHosts: readonly string[];
  /** Serialised origins. */
  readonly allowOrigins: readonly string[];
}

/** The last answer by rules: clients stay with one name. */
const LAST = new WeakMap<AccessRules, { readonly host: string; readonly allowed: boolean }>();

/** Refuses requests that were addressed to another name: a page elsewhere may point its own name at this address. */
export function hostAllowed(rules: AccessRules, request: Request): boolean {
  const host = request.headers.get('host') ?? requestUrl(request).host;
  const last = LAST.get(rules);
  if (last?.host === host) return last.allowed;
  const allowed = isAllowed(rules, request);
  LAST.set(rules, { host, allowed });
  return allowed;
}

function isAllowed(rules: AccessRules, request: Request): boolean {
  const host = hostOf(request);
  if (host === undefined) return false;
  const { hostname } = host;
  if (isLoopback(hostname) || hostname === bare(rules.boundHost)) return true;
  return rules.allowHosts.some((allowed) => allowed === host.host || bare(allowed) === hostname);
}

/** `own`: no Origin or the server's own; `listed`: `--allow-origin`; `loopback`: another page of this machine. */
export type OriginKind = 'none' | 'own' | 'listed' | 'loopback' | 'foreign';

export function originKind(rules: AccessRules, request: Request): OriginKind {
  const origin = request.headers.get('origin');
  if (origin === null) return 'none';
  const url = origin !== 'null' && URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined) return 'foreign';
  if (rules.allowOrigins.includes(url.origin)) return 'listed';
  if (url.host === hostOf(request)?.host) return 'own';
  return isLoopback(url.hostname) ? 'loopback' : 'foreign';
}

function hostOf(request: Request): URL | undefined {
  const host = request.headers.get('host') ?? requestUrl(request).host;
  const text = `http://${host}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.pathname === '/' && url.username === '' && url.search === '' ? url : undefined;
}

function isLoopback(hostname: string): boolean {
  const name = bare(hostname);
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** Lower case, without the brackets that URLs put around IPv6 addresses. */
function bare(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
