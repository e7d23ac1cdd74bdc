import { type Client, CommandChannel } from '../commands/client.ts';
import { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import { type ClientOptions, checkServerUrl, type Ports, resolvePorts } from '../options.ts';
import { Reader } from '../session/reader.ts';
import { readToken, type TokenFacts } from '../session/token-claims.ts';
import { createWireV1 } from '../wire/v1.ts';
import { createWireV2 } from '../wire/v2.ts';
import type { Identity, Wire } from '../wire/wire.ts';

/** A client without a socket: it asks, and is told nothing. Needs no closing; nothing of it outlives its calls. */
export class ChannelClient {
  /** Any REST call this token allows, through the event bridge. */
  readonly client: Client;
  readonly accountSid: string | null;
  readonly workspaceSid: string;
  protected readonly wire: Wire;
  readonly #channel: CommandChannel;
  readonly #options: ClientOptions;
  #token: string;
  #renewing: Promise<boolean> | undefined;

  /** `channelOf` picks the SID that the v1 bridge path ends in. */
  constructor(token: string, options: ClientOptions, host: Host, channelOf: (facts: TokenFacts) => string | undefined) {
    const facts = readToken(token, options.wire);
    const { accountSid, workspaceSid } = facts;
    const channelSid = channelOf(facts);
    if (workspaceSid === undefined || channelSid === undefined || accountSid === undefined) {
      throw new TaskbayError('usage', 'The token does not say which account, workspace or queue it is for');
    }
    this.#token = token;
    this.#options = options;
    this.accountSid = accountSid;
    this.workspaceSid = workspaceSid;
    const settings = {
      serverUrl: checkServerUrl(options),
      region: options.region,
      closeExistingSessions: false,
      disconnectActivitySid: undefined,
    };
    const identity = { accountSid, workspaceSid, workerSid: channelSid };
    this.wire = facts.generation === 'v2' ? createWireV2(settings) : createWireV1(settings, identity);
    const ports = resolvePorts(options, host);
    this.#channel = new CommandChannel(
      this.wire,
      ports,
      () => this.#token,
      (refused) => this.#refused(refused, ports),
    );
    this.client = this.#channel;
  }

  /** Uses the token from the next call on. */
  updateToken(token: string): void {
    const { generation } = readToken(token, this.#options.wire);
    if (generation !== this.wire.generation) {
      throw new TaskbayError('usage', `The new token is for wire ${generation}, not ${this.wire.generation}`);
    }
    this.#token = token;
  }

  protected reader(signal: AbortSignal | undefined): Reader {
    const { accountSid, workspaceSid } = this;
    const identity: Identity = { accountSid: accountSid ?? '', workspaceSid, workerSid: '' };
    return new Reader(this.wire, (request, given) => this.#channel.send(request, given), identity, signal);
  }

  /** Whether there is another token now. Calls refused together ask for one together. */
  async #refused(token: string, { getToken, log }: Ports): Promise<boolean> {
    if (token !== this.#token) return true;
    if (getToken === undefined) return false;
    this.#renewing ??= getToken()
      .then(
        (renewed) => {
          this.updateToken(renewed);
          return true;
        },
        (cause) => {
          log.error('getToken failed', { cause });
          return false;
        },
      )
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }
}
