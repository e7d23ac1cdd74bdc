import { JOSEError, JWSSignatureVerificationFailed } from 'jose/errors';
import { compactVerify } from 'jose/jws/compact/verify';
import type { HmacAlgorithm } from '../algorithms.ts';
import { utf8 } from '../utf8.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';

/**
 * Compares the signature with each secret in turn (an account has two auth tokens while one is being replaced).
 * Undefined when one fits. The comparison is Web Crypto's, in constant time.
 */
export async function checkSignature(
  token: string,
  secrets: readonly string[],
  algorithms: readonly HmacAlgorithm[],
): Promise<Refusal | undefined> {
  // Web Crypto refuses an empty key, and nobody signs with one on purpose.
  for (const secret of secrets.filter((candidate) => candidate !== '')) {
    try {
      await compactVerify(token, utf8(secret), { algorithms: [...algorithms] });
      return undefined;
    } catch (error) {
      if (error instanceof JWSSignatureVerificationFailed) continue;
      if (error instanceof JOSEError) return refuse('malformed', `the token cannot be read: ${error.message}`);
      throw error;
    }
  }
  return refuse(
    'bad_signature',
    'the signature fits no secret of the issuer: the token was changed or signed elsewhere',
  );
}
