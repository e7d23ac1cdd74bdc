import { BoundedMap } from '../bounded-map.ts';
import type { Credentials } from '../context.ts';
import type { Refusal } from '../operations/refusal.ts';

/** Basic authentication: undefined when the credentials are the account's, else why not. */
export type Authenticate = (request: Request) => Promise<Refusal | undefined>;

const MAX_HEADERS = 1_000;

/**
 * Accepts the account SID with the auth token, or the API key SID with its secret. What a header came to is kept, so
 * that a client's second request costs a look-up; digests are compared in constant time.
 */
export function createAuthentication(credentials: Credentials): Authenticate {
  const results = new BoundedMap<string, boolean>(MAX_HEADERS);
  const accepted = Promise.all([
    digest(utf8(`${credentials.accountSid}:${credentials.authToken}`)),
    digest(utf8(`${credentials.apiKeySid}:${credentials.apiKeySecret}`)),
  ]);
  return async (request) => {
    const header = request.headers.get('authorization');
    if (header === null) return refuse('no credentials were sent');
    let valid = results.get(header);
    if (valid === undefined) {
      valid = await isAccepted(header, await accepted);
      results.set(header, valid);
    }
    return valid ? undefined : refuse('the user name or password is not one this server knows');
  };
}

function refuse(problem: string): Refusal {
  const remedy = 'use Basic authentication with the account SID and auth token, or an API key SID and its secret';
  return { code: 'unauthorized', problem: `${problem}; ${remedy}` };
}

async function isAccepted(header: string, accepted: readonly Uint8Array[]): Promise<boolean> {
  const presented = basicCredentials(header);
  if (presented === undefined) return false;
  const candidate = await digest(presented);
  let matches = false;
  for (const wanted of accepted) matches = sameBytes(wanted, candidate) || matches;
  return matches;
}

function basicCredentials(header: string): Uint8Array<ArrayBuffer> | undefined {
  const encoded = /^basic +([a-z0-9+/=]+)$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    // Not base64: as good as a wrong password.
    return undefined;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
