import type { Policy, PolicyFilter, TunnelMethod } from '@taskbay/protocol';
import { TokenError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { toMilliseconds } from '../instant.ts';
import { capabilityClaims } from '../mint/capability.ts';
import { lifetime } from '../mint/options.ts';
import { signCapability } from '../mint/sign.ts';
import { allow, deny } from '../policies/rule.ts';
import type { BaseUrls } from '../scope.ts';

/** Settings that the vendor's helpers do not have; all optional. */
export interface ChannelCapabilityOptions extends BaseUrls {
  /** Default: the host's clock. */
  readonly now?: Instant;
  /** Receives deprecation notices. Default: `console.warn`. */
  readonly warn?: (message: string) => void;
}

/** The lists that a helper class draws on, bound to its channel. */
export interface CapabilityLists {
  automatic(): Policy[];
  fetchSubresources(): Policy[];
  updates(): Policy[];
  updatesSubresources(): Policy[];
  delete(): Policy[];
  deleteSubresources(): Policy[];
}

export interface ChannelParts {
  readonly accountSid: string;
  readonly authToken: string;
  readonly workspaceSid: string;
  readonly channelId: string;
  readonly options: ChannelCapabilityOptions;
}

/** The allow methods that worker, workspace and task queue helpers share. Messages of its errors are the vendor's. */
export abstract class ChannelCapability {
  protected readonly policies: Policy[];
  readonly #parts: ChannelParts;
  readonly #lists: CapabilityLists;

  protected constructor(parts: ChannelParts, lists: CapabilityLists) {
    checkParts(parts);
    this.#parts = parts;
    this.#lists = lists;
    this.policies = lists.automatic();
  }

  allowFetchSubresources(): void {
    this.policies.push(...this.#lists.fetchSubresources());
  }

  allowUpdates(): void {
    this.policies.push(...this.#lists.updates());
  }

  allowUpdatesSubresources(): void {
    this.policies.push(...this.#lists.updatesSubresources());
  }

  allowDelete(): void {
    this.policies.push(...this.#lists.delete());
  }

  allowDeleteSubresources(): void {
    this.policies.push(...this.#lists.deleteSubresources());
  }

  allow(url: string, method: TunnelMethod, queryFilter: PolicyFilter = {}, postFilter: PolicyFilter = {}): void {
    this.policies.push(allow(url, method, { query: queryFilter, post: postFilter }));
  }

  deny(url: string, method: TunnelMethod, queryFilter: PolicyFilter = {}, postFilter: PolicyFilter = {}): void {
    this.policies.push(deny(url, method, { query: queryFilter, post: postFilter }));
  }

  addPolicy(
    url: string,
    method: TunnelMethod,
    allowed = true,
    queryFilter: PolicyFilter = {},
    postFilter: PolicyFilter = {},
  ): void {
    if (allowed) this.allow(url, method, queryFilter, postFilter);
    else this.deny(url, method, queryFilter, postFilter);
  }

  /** @deprecated The automatic rules of a worker read its attributes already. */
  allowWorkerFetchAttributes(): void {
    this.addDeprecated('allowWorkerFetchAttributes', 'nothing: it is automatic');
  }

  /** @deprecated Use `allowActivityUpdates`. */
  allowWorkerActivityUpdates(): void {
    this.addDeprecated('allowWorkerActivityUpdates', 'allowActivityUpdates');
  }

  /** @deprecated Use `allowReservationUpdates`. */
  allowTaskReservationUpdates(): void {
    this.addDeprecated('allowTaskReservationUpdates', 'allowReservationUpdates');
  }

  /** Mints the token; `ttl` in seconds. */
  generate(ttl?: number): Promise<string> {
    return this.generateToken(ttl);
  }

  /** As `generate`; extra attributes are merged into the claims. */
  async generateToken(ttl?: number, extraAttributes: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { accountSid, authToken, workspaceSid, channelId, options } = this.#parts;
    const claims = capabilityClaims({
      accountSid,
      workspaceSid,
      channel: channelId,
      friendlyName: channelId,
      policies: this.policies,
      ...lifetime({ ...(ttl ? { ttl } : {}), now: toMilliseconds(options.now) }),
    });
    return signCapability({ ...claims, ...extraAttributes }, authToken);
  }

  /** Which rules a deprecated name adds; none outside worker helpers. */
  protected deprecatedRules(_name: DeprecatedName): Policy[] {
    throw new TokenError('invalid_option', 'channelId', 'Deprecated function not applicable to non Worker');
  }

  private addDeprecated(name: DeprecatedName, replacement: string): void {
    this.policies.push(...this.deprecatedRules(name));
    const message = `${name} is deprecated, use ${replacement}`;
    // biome-ignore lint/suspicious/noConsole: the helper being ported from prints its notice too; `warn` redirects it
    (this.#parts.options.warn ?? console.warn)(message);
  }
}

export type DeprecatedName =
  | 'allowWorkerFetchAttributes'
  | 'allowWorkerActivityUpdates'
  | 'allowTaskReservationUpdates';

function checkParts({ accountSid, authToken, workspaceSid, channelId }: ChannelParts): void {
  if (!accountSid?.startsWith('AC')) {
    throw new TokenError('invalid_option', 'accountSid', `Invalid AccountSid provided: ${accountSid}`);
  }
  if (!workspaceSid?.startsWith('WS')) {
    throw new TokenError('invalid_option', 'workspaceSid', `Invalid WorkspaceSid provided: ${workspaceSid}`);
  }
  if (!authToken) throw new TokenError('missing_option', 'authToken', 'AuthToken not provided');
  if (!channelId) throw new TokenError('missing_option', 'channelId', 'ChannelId not provided');
  if (!/^W[SKQ]/.test(channelId)) {
    throw new TokenError('invalid_option', 'channelId', `Invalid ChannelId provided: ${channelId}`);
  }
}
