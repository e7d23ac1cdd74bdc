import type { MockServer } from '@taskbay/mock-server';
import { type RecordedFrame, RecordingWebSocket, recordFrames } from './recording-socket.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface EnvelopeV1 {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v1`, or the absolute URL of a next page. */
  readonly url: string;
  readonly params?: Fields;
  readonly event_type?: string;
}

/** What came back: the HTTP status beside the body, which is JSON even when nothing is left to show. */
export interface ReplyV1 {
  readonly status: number;
  readonly body: { readonly event_type?: string | null; readonly payload?: Fields; readonly message?: string };
}

export interface ConnectQueryV1 {
  readonly closeExistingSessions?: boolean;
  readonly disconnectActivitySid?: string;
}

/** One v1 channel by hand: a socket that is only listened to, and envelopes POSTed to the same path. */
export class RawV1Wire {
  token: string;
  readonly frames: readonly RecordedFrame[];
  private readonly base: string;
  private readonly path: string;
  private readonly query: ConnectQueryV1;
  private socket: RecordingWebSocket | undefined;

  constructor(server: MockServer, channelSid: string, token: string, query: ConnectQueryV1 = {}) {
    this.base = server.url;
    this.path = `/v1/wschannels/${server.ready.accountSid}/${channelSid}`;
    this.token = token;
    this.query = query;
    this.frames = recordFrames(token);
  }

  get open(): boolean {
    return this.socket?.readyState === RecordingWebSocket.OPEN;
  }

  /** Opens the socket; `heard` gets every text, heartbeats included. */
  async connect(heard: (text: string) => void, closed: (reason: string) => void): Promise<void> {
    const { closeExistingSessions = false, disconnectActivitySid } = this.query;
    const leave = disconnectActivitySid === undefined ? '' : `&disconnectActivitySid=${disconnectActivitySid}`;
    const query = `?token=${this.token}&closeExistingSessions=${closeExistingSessions}${leave}`;
    const socket = new RecordingWebSocket(this.base.replace('http', 'ws') + this.path + query);
    socket.on('message', (data: Buffer) => heard(data.toString('utf8')));
    socket.on('close', (_code, reason: Buffer) => closed(reason.toString('utf8')));
    this.socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
  }

  /** As the old client posts it: JSON that calls itself text, `params` only where there are some. */
  async send({ url, ...envelope }: EnvelopeV1): Promise<ReplyV1> {
    const absolute = /^https?:/.test(url) ? url : `${this.base}/v1/${url}`;
    const response = await fetch(this.base + this.path, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify({ url: absolute, ...envelope, token: this.token }),
    });
    return { status: response.status, body: (await response.json()) as ReplyV1['body'] };
  }

  /** The payload of a success; anything but 200 throws with what the server says. */
  async payload(envelope: EnvelopeV1): Promise<Fields> {
    const { status, body } = await this.send(envelope);
    if (status !== 200) throw new Error(`${envelope.method} ${envelope.url} was answered ${status}: ${body.message}`);
    if (body.payload === undefined)
      throw new Error(`${envelope.method} ${envelope.url} was answered without a payload`);
    return body.payload;
  }

  /** Every element of a list, page by page, as the server's URLs lead. */
  async list(url: string, key: string): Promise<readonly Fields[]> {
    const all: Fields[] = [];
    for (let next: string | null = url; next !== null; ) {
      const page = await this.payload({
        method: 'GET',
        url: next,
        ...(next === url ? { params: { PageSize: 1000 } } : {}),
      });
      all.push(...(page[key] as Fields[]));
      next = (page.meta as { readonly next_page_url: string | null }).next_page_url;
    }
    return all;
  }

  async close(): Promise<void> {
    const { socket } = this;
    if (socket === undefined || socket.readyState === RecordingWebSocket.CLOSED) return;
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.close();
    await gone;
  }
}
