import { BRIDGE_PATH } from '@taskbay/protocol';

/** Where the event bridge is: on the server that the options name, or on the vendor's host of a region. */
export function bridgeUrl(serverUrl: string | undefined, region: string | undefined): string {
  return (serverUrl ?? `https://event-bridge${region ? `.${region}` : ''}.twilio.com`) + BRIDGE_PATH;
}

/** http → ws, https → wss. */
export function toSocketUrl(url: string, query: string): string {
  return `${url.replace(/^http/, 'ws')}?${query}`;
}
