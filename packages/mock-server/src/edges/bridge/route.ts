import { BRIDGE_PATH } from '@taskbay/protocol';
import { requestUrl } from '../request-url.ts';

/** A v1 channel as its URL names it. */
export interface Channel {
  readonly accountSid: string;
  readonly channelSid: string;
  /** `http:` or `https:` origin that the request came to. */
  readonly origin: string;
}

export type BridgeRoute =
  | { readonly wire: 'v2' }
  | { readonly wire: 'v1'; readonly channel: Channel }
  | { readonly wire: undefined };

const CHANNEL = new RegExp(`^${BRIDGE_PATH}/([^/]+)/([^/]+)/?$`);

/** Which generation a request to the bridge is of; one trailing slash is tolerated. */
export function routeBridge(request: Request): BridgeRoute {
  const url = requestUrl(request);
  if (url.pathname === BRIDGE_PATH || url.pathname === `${BRIDGE_PATH}/`) return { wire: 'v2' };
  const match = CHANNEL.exec(url.pathname);
  if (match === null) return { wire: undefined };
  return { wire: 'v1', channel: { accountSid: match[1] ?? '', channelSid: match[2] ?? '', origin: originOf(request) } };
}

/** The origin a request came to, as REST URLs spell it: upgrade requests may be written with the socket's scheme. */
export function originOf(request: Request): string {
  const { protocol, host } = requestUrl(request);
  return `${protocol.replace(/^ws/, 'http')}//${host}`;
}
