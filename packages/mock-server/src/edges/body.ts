/** Text of a request's body, or undefined when it is longer than `limit` bytes; the rest is then not read. */
export async function readBody(request: Request, limit: number): Promise<string | undefined> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > limit) return undefined;
  // A host holds a body to its declared length, and reading it at once is much faster.
  if (declared !== null) return request.text();
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
