import { isSid } from '@taskbay/protocol';
import type { Credentials } from './edges/context.ts';
import { MockServerError } from './errors.ts';

/** Credentials given from outside; what is left out takes its development value. */
export interface GivenCredentials {
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly apiKeySid?: string;
  readonly apiKeySecret?: string;
}

/** Fixed, and recognisably nobody's: a page or a script that knows them works against every local server. */
export const DEVELOPMENT_CREDENTIALS = {
  accountSid: 'AC00000000000000000000000000000001',
  authToken: '00000000000000000000000000000002',
  apiKeySid: 'SK00000000000000000000000000000003',
  apiKeySecret: 'taskbay00development00secret0004',
} as const satisfies Required<GivenCredentials>;

/** Credentials with what may be shown of them: a secret from outside is null. */
export interface AccountCredentials extends Credentials {
  readonly shown: { readonly authToken: string | null; readonly apiKeySecret: string | null };
}

/** Fills in development values. Throws MockServerError `invalid_option` for a SID that is none or an empty secret. */
export function resolveCredentials(given: GivenCredentials): AccountCredentials {
  checkSid('accountSid', given.accountSid, 'AC');
  checkSid('apiKeySid', given.apiKeySid, 'SK');
  const authToken = given.authToken ?? DEVELOPMENT_CREDENTIALS.authToken;
  const apiKeySecret = given.apiKeySecret ?? DEVELOPMENT_CREDENTIALS.apiKeySecret;
  for (const [name, value] of Object.entries({ authToken, apiKeySecret })) {
    if (value === '') throw new MockServerError('invalid_option', `${name} is empty; give the secret or leave it out`);
  }
  return {
    accountSid: given.accountSid ?? DEVELOPMENT_CREDENTIALS.accountSid,
    apiKeySid: given.apiKeySid ?? DEVELOPMENT_CREDENTIALS.apiKeySid,
    authToken,
    apiKeySecret,
    fromOutside: given.authToken !== undefined || given.apiKeySecret !== undefined,
    shown: {
      authToken: given.authToken === undefined ? authToken : null,
      apiKeySecret: given.apiKeySecret === undefined ? apiKeySecret : null,
    },
  };
}

function checkSid(name: string, value: string | undefined, prefix: 'AC' | 'SK'): void {
  if (value === undefined || isSid(value, prefix)) return;
  // The value may be a secret in the wrong variable: it is described, not shown.
  const found = `${value.length} characters${value.startsWith(prefix) ? `, the first of them ${prefix}` : ''}`;
  throw new MockServerError(
    'invalid_option',
    `${name} is no SID: it has ${found}; it must be ${prefix} and 32 hex digits`,
  );
}
