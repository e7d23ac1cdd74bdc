/** `X-Twilio-Signature` of a form: HMAC-SHA1 over the URL and every name and value, sorted by name. */
export async function signature(
  authToken: string,
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const names = Object.keys(fields).sort();
  const signed = url + names.map((name) => name + (fields[name] ?? '')).join('');
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(authToken), algorithm, false, ['sign']);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(signed)));
  return btoa(String.fromCharCode(...digest));
}
