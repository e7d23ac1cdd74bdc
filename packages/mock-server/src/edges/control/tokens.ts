import { readBody } from './body.ts';
import { mintToken, tokenRequest } from './mint.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

/** Never with secrets from outside: what is minted here must not be worth anything elsewhere. */
export const createToken: ControlCall = async ({ runtime, credentials, learn }, request) => {
  if (credentials.fromOutside) {
    const message = 'This server runs with secrets from outside, and control calls mint nothing with them';
    throw new ControlRefusal('credentials_from_outside', message);
  }
  const minted = await mintToken(runtime, credentials, await readBody(request, tokenRequest));
  learn(minted);
  return Response.json(minted, { status: 201, headers: { 'cache-control': 'no-store' } });
};
