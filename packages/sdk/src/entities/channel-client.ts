import { Api } from '../commands/api.ts';
import { type Client, createChannel } from '../commands/client.ts';
import type { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import { type ClientOptions, resolvePorts } from '../options.ts';
import { checkRenewal, readToken, type TokenFacts } from '../session/token-claims.ts';
import { createTokens, type Tokens } from '../session/tokens.ts';
import { createWire } from '../wire/create-wire.ts';
import type { Identity, WireGeneration } from '../wire/wire.ts';

/** A client without a socket: it asks, and is told nothing. Needs no closing; nothing of it outlives its calls. */
export class ChannelClient {
  /** Any REST call this token allows, through the event bridge. */
  declare readonly client: Client;
  declare readonly accountSid: string | null;
  declare readonly workspaceSid: string;
  declare protected readonly api: Api;
  /** What the client is for: the SID that the v1 bridge path ends in. */
  declare protected readonly channelSid: string;
  readonly #options: ClientOptions;
  readonly #generation: WireGeneration;
  readonly #tokens: Tokens;

  /** `channelOf` picks what the client is for. */
  constructor(token: string, options: ClientOptions, host: Host, channelOf: (facts: TokenFacts) => string | undefined) {
    const facts = readToken(token, options.wire);
    const wire = createWire(facts, options, true, channelOf(facts));
    const identity = wire.identity as Identity;
    const ports = resolvePorts(options, host);
    this.accountSid = identity.accountSid;
    this.workspaceSid = identity.workspaceSid;
    this.channelSid = identity.workerSid;
    this.#options = options;
    this.#generation = wire.generation;
    const owner = {
      ended: () => undefined,
      renewed: (renewed: string) => this.updateToken(renewed),
      failed: (error: TaskbayError) => ports.log('error', error.message, error),
    };
    this.#tokens = createTokens(token, ports, owner, 1);
    const channel = createChannel(wire, ports, this.#tokens);
    this.client = channel;
    this.api = new Api(wire, channel, async () => identity);
  }

  /** Uses the token from the next call on. */
  updateToken(token: string): void {
    checkRenewal(token, this.#options.wire, this.#generation);
    this.#tokens.replace(token);
  }
}
