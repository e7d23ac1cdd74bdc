import { payloadOf } from '../session/token-claims.ts';

/** Refuses the tokens that the old SDK refused, in its words. */
export function checkToken(token: unknown): void {
  if (!token) throw new Error('Token is required for TaskRouter JS SDK');
  if (String(token).split('.').length !== 3) throw new Error('Wrong number of segments');
  const claims = readable(String(token));
  if (!claims.account_sid || !claims.workspace_sid || !claims.channel) {
    const names = 'account_sid,channel or workspace_sid';
    throw new Error(`Missing minimum payload values. Check for existence of ${names} in the token`);
  }
}

function readable(token: string): ReturnType<typeof payloadOf> {
  try {
    return payloadOf(token);
  } catch (cause) {
    throw new SyntaxError(`The payload of the token is no JSON: ${cause}`);
  }
}
