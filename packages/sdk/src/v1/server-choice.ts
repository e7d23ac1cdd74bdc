/** The script tag a page loaded the SDK with. */
export interface ScriptTag {
  readonly src: string;
  readonly dataset: { readonly server?: string | undefined };
}

export interface ServerSettings {
  readonly serverUrl?: string;
  readonly region?: string;
}

/** The server a script tag stands for: `data-server`, else its own origin when the path is `/sdk/…`, else the vendor's. */
export function serverOfScript(script: ScriptTag | null | undefined): string | undefined {
  if (!script?.src) return undefined;
  const { server } = script.dataset;
  if (server) return new URL(server, script.src).href.replace(/\/+$/, '');
  const { origin, pathname } = new URL(script.src);
  return pathname.startsWith('/sdk/') ? origin : undefined;
}

/** Constructor arguments win over the script tag; `apiBaseUrl` ends in `/v1`, the other has no path. */
export function chooseServer(
  apiBaseUrl: unknown,
  eventBridgeBaseUrl: unknown,
  region: unknown,
  fallback: string | undefined,
): ServerSettings {
  const given = text(eventBridgeBaseUrl) ?? text(apiBaseUrl)?.replace(/\/v1\/?$/, '');
  const serverUrl = given ?? fallback;
  if (serverUrl !== undefined) return { serverUrl };
  const named = text(region);
  return named === undefined ? {} : { region: named };
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
