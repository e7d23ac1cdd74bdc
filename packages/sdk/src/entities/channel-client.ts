import { type Api, createApi } from '../commands/api.ts';
import type { Client } from '../commands/client.ts';
import type { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import { type ClientOptions, resolvePorts } from '../options.ts';
import { checkRenewal, readToken } from '../session/token-claims.ts';
import { createTokens, type Tokens } from '../session/tokens.ts';
import { createWire } from '../wire/create-wire.ts';
import type { Identity } from '../wire/wire.ts';

/** A client without a socket: it asks, and is told nothing. Needs no closing; nothing of it outlives its calls. */
export class ChannelClient {
  /** Any REST call this token allows, through the event bridge. */
  declare readonly client: Client;
  declare readonly accountSid: string | undefined;
  declare readonly workspaceSid: string;
  declare protected readonly api: Api;
  /** What the client is for: the SID that the v1 bridge path ends in. */
  declare protected readonly channelSid: string;
  readonly #check: (token: string) => void;
  readonly #tokens: Tokens;

  /** `about`: the fact of the token, or else the option, that says what the client is for. */
  constructor(
    token: string,
    options: ClientOptions & { readonly taskQueueSid?: string | undefined },
    host: Host,
    about: 'taskQueueSid' | 'workspaceSid',
  ) {
    const facts = readToken(token, options.wire);
    const wire = createWire(facts, options, facts[about] ?? options.taskQueueSid);
    const identity = wire.identity as Identity;
    const ports = resolvePorts(options, host);
    this.accountSid = identity.accountSid;
    this.workspaceSid = identity.workspaceSid;
    this.channelSid = identity.workerSid;
    this.#check = (another) => checkRenewal(another, options.wire, facts.generation);
    this.#tokens = createTokens(
      token,
      ports,
      {
        ended: () => undefined,
        renewed: (renewed: string) => this.updateToken(renewed),
        failed: (error: TaskbayError) => ports.log('error', error.message, error),
      },
      1,
    );
    this.api = createApi(wire, ports, this.#tokens, async () => identity);
    this.client = this.api.client;
  }

  /** Uses the token from the next call on. */
  updateToken(token: string): void {
    this.#check(token);
    this.#tokens.replace(token);
  }
}
