import { parseFrame } from '@taskbay/protocol';
import { createRest } from '../../../src/edges/rest/rest.ts';
import type { ServerSocket, SocketEvents } from '../../../src/edges/socket.ts';
import { describePayload, Names, shownParams } from './diagram-text.ts';
import { CREDENTIALS, ORIGIN, PUSH_DELAY, type Reply, WORKSPACE, World } from './world.ts';

type Params = Readonly<Record<string, unknown>>;

const SERVER = 'server';
const BACKEND = 'backend';

/** A client's end of a socket that was written down. */
export interface DrawnClient {
  /** Sends an envelope on behalf of this client; its frames follow the answer. */
  readonly send: (method: string, url: string, params?: Params, more?: EnvelopeMore) => Promise<Reply['body']>;
  /** The token of later envelopes. */
  token: string;
}

interface EnvelopeMore {
  readonly event_type?: string;
}

/** An exchange with the bridge that writes itself down as a Mermaid sequence diagram while it happens. */
export class Diagram {
  readonly world: World;
  private readonly names = new Names();
  private readonly parties: string[] = [];
  private readonly lines: string[] = [];
  private readonly rest: ReturnType<typeof createRest>;

  private constructor(world: World) {
    this.world = world;
    const quiet = (): void => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    this.rest = createRest({ runtime: world.runtime, credentials: CREDENTIALS, log });
  }

  static async create(): Promise<Diagram> {
    return new Diagram(await World.create());
  }

  /** Opens a socket for a client; a refusal is written down as well. */
  async connect(
    name: string,
    token: string,
    { path = '/v1/wschannels', query = {} }: { path?: string; query?: Record<string, string> } = {},
  ): Promise<DrawnClient> {
    const shown = Object.entries({ token: '…', closeExistingSessions: 'false', ...query });
    this.say(name, SERVER, `GET ${path}?${shown.map((pair) => pair.join('=')).join('&')}`);
    const upgrade = await this.world.upgrade(token, { path, query });
    if (upgrade.kind === 'refuse') {
      const { code, message } = (await upgrade.response.json()) as { readonly code: number; readonly message: string };
      this.say(SERVER, name, `${upgrade.response.status}, ${code}, ${message}`, '-->>');
    } else {
      this.say(SERVER, name, '101', '-->>');
      const socket = new DrawnSocket((told) => this.say(SERVER, name, told, '-)'), this.names);
      socket.events = upgrade.open(socket);
    }
    const client: DrawnClient = {
      token,
      send: (method, url, params, more) => this.post(name, path, { url, method, token: client.token, ...more }, params),
    };
    return client;
  }

  /** A request of the application's own server. */
  async backend(method: 'GET' | 'POST', path: string, params: Record<string, string>): Promise<Params> {
    const { accountSid, authToken } = CREDENTIALS;
    const request = new Request(`${ORIGIN}/v1/Workspaces/${WORKSPACE}/${path}`, {
      method,
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body: new URLSearchParams(params),
    });
    this.say(BACKEND, SERVER, `${method} /v1/Workspaces/WS/${path} ${shownParams(params)}`);
    const response = await this.rest(request, { onFinished: (run) => run(), pushDelayMs: 0 });
    await this.world.momentOver();
    const body = (await response.json()) as Params;
    this.say(SERVER, BACKEND, `${response.status} ${describePayload(body)}`, '-->>');
    return body;
  }

  /** Server time passes. */
  async pass(seconds: number): Promise<void> {
    this.note(`${seconds} s later`);
    await this.world.time.advance({ kind: 'seconds', seconds });
  }

  /** Host time passes, by which sockets are kept alive. */
  wait(seconds: number): void {
    this.note(`${seconds} s of wall time later`);
    this.world.host.advance(seconds * 1_000);
  }

  note(text: string): void {
    this.meet(SERVER);
    this.lines.push(`Note over ${SERVER}: ${this.names.in(text)}`);
  }

  text(): string {
    const participants = this.parties.map((name) => `participant ${name}`);
    return ['sequenceDiagram', ...[...participants, ...this.lines].map((line) => `  ${line}`)].join('\n');
  }

  private async post(name: string, path: string, envelope: Params & EnvelopeMore, params: Params | undefined) {
    const { url, method, event_type: type } = envelope;
    const ready = type === undefined ? '' : `, event_type ${type}`;
    const asked = `${method} ${String(url).replace(/^.*\/?Workspaces\/WS[0-9a-f]{32}\//, '')}`;
    this.say(
      name,
      SERVER,
      `POST {${[asked, shownParams(params ?? {})].filter((part) => part !== '').join(' ')}${ready}}`,
    );
    const { status, body } = await this.world.post(
      { ...envelope, ...(params === undefined ? {} : { params }) },
      { path },
    );
    const { payload, message, event_type } = body as unknown as {
      readonly payload?: Params;
      readonly message?: string;
      readonly event_type?: string | null;
    };
    const echoed = typeof event_type === 'string' ? `, event_type ${event_type}` : '';
    this.say(SERVER, name, `${status} ${payload === undefined ? message : describePayload(payload)}${echoed}`, '-->>');
    await this.world.letFramesOut(PUSH_DELAY);
    return body;
  }

  private say(from: string, to: string, text: string, arrow = '->>'): void {
    for (const name of [from, to]) this.meet(name);
    this.lines.push(`${from}${arrow}${to}: ${this.names.in(text)}`);
  }

  private meet(name: string): void {
    if (!this.parties.includes(name)) this.parties.push(name);
  }
}

/** The server's end, which tells what goes out. */
class DrawnSocket implements ServerSocket {
  events: SocketEvents | undefined;
  private readonly tell: (told: string) => void;

  constructor(tell: (told: string) => void, names: Names) {
    this.tell = (told) => tell(names.in(told));
  }

  readonly send = (text: string): void => {
    const frame = parseFrame(text);
    if (frame.kind === 'event') this.tell(`${frame.type}: ${describePayload(frame.payload as Params)}`);
    else this.tell('blank frame');
  };
  readonly close = (code: number, reason: string): void => {
    this.tell(`close ${code} ${reason}`);
    this.events?.closed(code, reason);
  };
  readonly terminate = (): void => this.tell('cut off');
  readonly buffered = (): number => 0;
  readonly probe = (): void => undefined;
}
