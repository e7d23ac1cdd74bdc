import { decodeToken } from '@taskbay/protocol';
import { type AccessRequest, explain, type KeySource, type Verification, verify } from '@taskbay/token';
import { type ArgsDef, defineCommand } from 'citty';
import { type Flags, instantFlag, refuseUnknown, textFlag } from './token-flags.ts';
import { credentialFrom, readSecret, type TokenHost } from './token-secret.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  jwt: { type: 'positional', required: false, description: 'the token; left out or "-": standard input' },
  request: { type: 'string', description: '"METHOD URL": also say whether it is permitted', valueHint: 'request' },
  verify: { type: 'boolean', description: 'check the signature; the secret comes from the environment or a prompt' },
  now: { type: 'string', description: 'the moment to judge by; default: now', valueHint: 'iso' },
  'env-credentials': { type: 'boolean', description: 'read TWILIO_… instead of TASKBAY_… from the environment' },
  json: { type: 'boolean', description: 'print a JSON object' },
} as const satisfies ArgsDef;

/** `taskbay token explain`: exit code 1 when the token, its signature or the request would be refused. */
export function explainCommand(host: TokenHost) {
  return defineCommand<ArgsDef>({
    meta: { name: 'explain', description: 'Put a token into words, and say why it would be refused' },
    args: flags,
    run: async ({ args }) => {
      refuseUnknown(args, flags);
      const token = await readToken(host, args);
      const now = instantFlag(args, 'now') ?? new Date();
      const request = readRequest(textFlag(args, 'request'));
      const verification = args['verify'] === true ? await checked(host, args, token, now) : undefined;
      const { text, ...facts } = explain(token, {
        now,
        ...(request === undefined ? {} : { request }),
        ...(verification === undefined ? {} : { verification }),
      });
      host.write(`${args['json'] === true ? JSON.stringify(facts, undefined, 2) : text}\n`);
      if (facts.refusal !== undefined || facts.decision?.allowed === false) host.fail();
    },
  });
}

async function readToken(host: TokenHost, args: Flags): Promise<string> {
  const given = textFlag(args, 'jwt');
  const token = given === undefined || given === '-' ? await host.readInput() : given;
  if (token.trim() !== '') return token.trim();
  throw new UsageError('there is no token; give it as an argument or on standard input');
}

/** A query string in the URL counts as parameters, for POST as well. */
function readRequest(text: string | undefined): AccessRequest | undefined {
  if (text === undefined) return undefined;
  const [method = '', url = '', ...rest] = text.trim().split(/\s+/);
  if (url !== '' && rest.length === 0) return { method: method.toUpperCase(), url };
  throw new UsageError(`--request is "${text}"; it must be a method and a URL: "GET https://…"`);
}

/** The environment's account and key are the only ones known; without them the token's own are taken at their word. */
async function checked(host: TokenHost, args: Flags, token: string, now: Date): Promise<Verification> {
  const names = args['env-credentials'] === true;
  const account = credentialFrom(host, 'ACCOUNT_SID', names);
  const key = credentialFrom(host, 'API_KEY', names);
  const owner = account ?? String(decodeToken(token)?.payload['sub']);
  const keys: KeySource = {
    authTokens: async (accountSid) =>
      account === undefined || account === accountSid ? [await readSecret(host, 'AUTH_TOKEN', names)] : undefined,
    apiKeySecret: async (keySid) =>
      key === undefined || key === keySid
        ? { accountSid: owner, secret: await readSecret(host, 'API_SECRET', names) }
        : undefined,
  };
  return verify(token, { keys, now });
}
