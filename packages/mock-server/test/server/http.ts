/** A control call: method and JSON body from the shape of the arguments; answers status and parsed body. */
export async function control(
  server: { readonly url: string },
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers }> {
  const response = await fetch(`${server.url}/control${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...init,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
}

/** A REST call with the development credentials. */
export async function rest(
  server: { readonly url: string; readonly ready: { readonly accountSid: string; readonly authToken: string | null } },
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const { accountSid, authToken } = server.ready;
  const response = await fetch(`${server.url}/v1${path}`, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken ?? ''}`)}` },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Lines of a text stream as they come. */
export async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (body === null) throw new Error('The answer has no body');
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
