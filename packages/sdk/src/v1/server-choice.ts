import { bridgeOf } from '../wire/create-wire.ts';

/** The script tag a page loaded the SDK with. */
export interface ScriptTag {
  readonly src: string;
  readonly dataset: { readonly server?: string | undefined };
}

export interface ServerSettings {
  readonly serverUrl: string | undefined;
  readonly region: string | undefined;
}

/** The server a script tag stands for: `data-server`, else its own origin when the path is `/sdk/…`, else the vendor's. */
export function serverOfScript(script: ScriptTag | null | undefined): string | undefined {
  if (!script?.src) return undefined;
  const { server } = script.dataset;
  const { href, origin, pathname } = new URL(server || script.src, script.src);
  if (server) return href;
  return pathname.startsWith('/sdk/') ? origin : undefined;
}

/** Constructor arguments win over the script tag; `apiBaseUrl` ends in `/v1`, the other has no path. Holes are falsy. */
export function chooseServer(
  region: string | null | undefined,
  apiBaseUrl: string | null | undefined,
  eventBridgeBaseUrl: string | null | undefined,
  fallback: string | undefined,
): ServerSettings {
  const serverUrl = (eventBridgeBaseUrl || apiBaseUrl || fallback)?.replace(/(\/v1)?\/*$/, '');
  return { serverUrl, region: (!serverUrl && region) || undefined };
}

/** Where the REST resources of a server are. */
export function restOf({ serverUrl = 'https://taskrouter.twilio.com' }: ServerSettings): string {
  return `${serverUrl}/v1`;
}

/** Where its sockets are, without the token. */
export function socketsOf({ serverUrl, region }: ServerSettings): string {
  return bridgeOf(serverUrl, region, true).replace(/^http/, 'ws');
}
