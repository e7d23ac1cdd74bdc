import { MockServerError } from './errors.ts';

/** A request as the `twilio` client hands it to its HTTP client. */
export interface ClientRequest {
  readonly method: string;
  /** Absolute URL. */
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly authStrategy?: { readonly getAuthString: () => Promise<string> };
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: object;
  readonly data?: object;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly allowRedirects?: boolean;
}

/** What the `twilio` client reads of an answer; `body` is the parsed JSON, or text. */
export interface ClientResponse {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the `twilio` client asks of its HTTP client. */
export interface HttpClient {
  readonly request: (request: ClientRequest) => Promise<ClientResponse>;
}

type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export interface HttpClientOptions {
  /** Instead of the platform's: that of a server in process. */
  readonly fetch?: Fetch;
}

const TASKROUTER_HOST = /^taskrouter(\.[a-z0-9-]+){0,2}\.twilio\.com$/;
const DEFAULT_TIMEOUT_MS = 30_000;
const FORM = 'application/x-www-form-urlencoded';

/** Names that `fetch` sets by itself. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'host']);

/**
 * Makes an unmodified `twilio` client (5.x or 6.x) talk to the mock server at `url`:
 * `twilio(accountSid, authToken, { httpClient: httpClient(server.url) })`. The type argument is inferred there, as the
 * client's class has private members that no other object can have. Other hosts than TaskRouter's are refused.
 * Throws MockServerError `invalid_option` when `url` is no http or https URL.
 */
export function httpClient<Client = HttpClient>(url: string, options: HttpClientOptions = {}): Client {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol)) {
    throw new MockServerError('invalid_option', `url is ${JSON.stringify(url)}; give the url that the server printed`);
  }
  const { origin } = base;
  const client: HttpClient = { request: (request) => send(options.fetch ?? fetch, origin, request) };
  return client as Client;
}

async function send(fetch: Fetch, origin: string, request: ClientRequest): Promise<ClientResponse> {
  const target = redirected(origin, request.uri);
  for (const [name, value] of pairs(request.params)) target.searchParams.append(name, value);
  const headers = await headersOf(request);
  const body = bodyOf(request, headers);
  const response = await fetch(target, {
    method: request.method.toUpperCase(),
    headers,
    redirect: request.allowRedirects === true ? 'follow' : 'manual',
    signal: AbortSignal.timeout(request.timeout ?? DEFAULT_TIMEOUT_MS),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    statusCode: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    headers: Object.fromEntries(response.headers),
  };
}

/** Page URLs in answers name the mock server itself already. */
function redirected(origin: string, uri: string): URL {
  const asked = new URL(uri);
  if (asked.origin === origin) return asked;
  if (TASKROUTER_HOST.test(asked.hostname)) return new URL(`${asked.pathname}${asked.search}`, origin);
  throw new MockServerError(
    'invalid_option',
    `${asked.host} is not TaskRouter, and the mock server has nothing else; use a client without httpClient for it`,
  );
}

async function headersOf({ headers, username, password, authStrategy }: ClientRequest): Promise<Headers> {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!OWN_HEADERS.has(name.toLowerCase())) sent.set(name, value);
  }
  if (username !== undefined && password !== undefined) sent.set('authorization', basic(username, password));
  else if (authStrategy !== undefined) sent.set('authorization', await authStrategy.getAuthString());
  return sent;
}

function basic(username: string, password: string): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function bodyOf({ method, data }: ClientRequest, headers: Headers): string | undefined {
  if (data === undefined || method.toUpperCase() === 'GET') return undefined;
  if (headers.get('content-type')?.includes('json') === true) return JSON.stringify(data);
  headers.set('content-type', FORM);
  return new URLSearchParams(pairs(data)).toString();
}

/** Form and query fields; a list repeats its name, an absent value is left out. */
function pairs(fields: object | undefined): [string, string][] {
  return Object.entries(fields ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((item): [string, string][] =>
      item === undefined ? [] : [[name, item === null ? '' : String(item)]],
    ),
  );
}
