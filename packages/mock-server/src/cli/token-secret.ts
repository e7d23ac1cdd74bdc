import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.ts';

/** What the token commands take from the process they run in. */
export interface TokenHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks without echo; undefined where there is nobody to ask. */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  readonly write: (text: string) => void;
  readonly fail: () => void;
}

export type Credential = 'ACCOUNT_SID' | 'AUTH_TOKEN' | 'API_KEY' | 'API_SECRET';

/** Value of a credential in the environment: `TASKBAY_…`, or the vendor's `TWILIO_…` when `vendorNames` is set. */
export function credentialFrom(host: TokenHost, name: Credential, vendorNames: boolean): string | undefined {
  return host.env[variable(name, vendorNames)] || undefined;
}

/** A secret from the environment, else from a hidden prompt. Secrets are never flags: other users can list those. */
export async function readSecret(
  host: TokenHost,
  name: 'AUTH_TOKEN' | 'API_SECRET',
  vendorNames: boolean,
): Promise<string> {
  const known = credentialFrom(host, name, vendorNames);
  if (known !== undefined) return known;
  const what = name === 'AUTH_TOKEN' ? 'auth token' : 'API key secret';
  const asked = await host.askSecret?.(`${what[0]?.toUpperCase()}${what.slice(1)} (not shown): `);
  if (asked) return asked;
  throw new UsageError(
    `the ${what} is missing; set ${variable(name, vendorNames)} or run this in a terminal to be asked for it`,
  );
}

function variable(name: Credential, vendorNames: boolean): string {
  return `${vendorNames ? 'TWILIO' : 'TASKBAY'}_${name}`;
}

/** Writes the question and reads one line of which nothing is echoed. Rejects when the line is abandoned with Ctrl-C. */
export function askHidden(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, question: string) {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Promise<string>((resolve, reject) => {
    // Creating it ends the terminal's own echo: only then may the question invite anybody to type.
    const lines = createInterface({ input, output: nowhere, terminal: true });
    output.write(question);
    let answer = '';
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('SIGINT', () => {
      reject(new UsageError('no secret was given'));
      lines.close();
    });
    lines.once('close', () => {
      output.write('\n');
      resolve(answer);
    });
  });
}

/** The host that the `taskbay` command runs on. */
export const processHost: TokenHost = {
  env: process.env,
  askSecret: process.stdin.isTTY ? (question) => askHidden(process.stdin, process.stderr, question) : undefined,
  readInput: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  },
  write: (text) => process.stdout.write(text),
  fail: () => {
    process.exitCode = 1;
  },
};
