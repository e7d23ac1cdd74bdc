import type { Desk, DeskKind, DeskParts } from './desk.ts';

const RETRY_MS = 1_000;
const KEEP_ALIVE_MS = 10_000;

interface Frame {
  readonly event_type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * What one writes on a first afternoon with the wire: connect, read, listen, and connect again when the socket closes.
 * Each check has to find out what is wrong with it.
 */
class NaiveDesk implements Desk {
  readonly log: string[] = [];
  readonly #parts: DeskParts;
  #state: object = {};
  #stopped = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#connect().catch(parts.escaped);
  }

  attributes(): object {
    return this.#state;
  }

  async setAttributes(attributes: object): Promise<void> {
    const { attributes: text } = await this.#call('POST', '', { Attributes: attributes });
    this.#state = JSON.parse(String(text)) as object;
    this.log.push(`attributes ${text}`);
  }

  acts(): boolean {
    return true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
  }

  async #connect(): Promise<void> {
    const { wire, server, token, clock } = this.#parts;
    const socket = new wire.WebSocket(`${server.ready.wsUrl}/v1/wschannels?token=${token}`);
    socket.onclose = () => {
      clock.setTimeout(() => void this.#connect().catch(this.#parts.escaped), RETRY_MS);
    };
    await new Promise<void>((resolve) => {
      socket.onopen = () => resolve();
    });
    const worker = await this.#call('GET', '');
    this.#state = JSON.parse(String(worker.attributes)) as object;
    const page = await this.#call('GET', '/Reservations', { Active: 'true', PageSize: 1000 });
    for (const { sid } of page.contents as { sid: string }[]) {
      if (!this.log.includes(`offer ${sid}`)) this.log.push(`offer ${sid}`);
    }
    socket.onmessage = ({ data }: { data: string }) => {
      if (data.trim() !== '') this.#hear(JSON.parse(data) as Frame);
    };
    this.log.push('ready');
    this.#stayAwake();
  }

  #stayAwake(): void {
    this.#parts.clock.setTimeout(() => {
      if (!this.#stopped) this.#stayAwake();
    }, KEEP_ALIVE_MS);
  }

  #hear({ event_type: type, payload }: Frame): void {
    if (type === 'reservation.created') this.log.push(`offer ${payload.sid}`);
    else if (/^reservation\.(rejected|timeout|canceled|rescinded|completed)$/.test(type))
      this.log.push(`end ${payload.sid}`);
    else if (type === 'worker.attributes.update') {
      this.#state = JSON.parse(String(payload.attributes)) as object;
      this.log.push(`attributes ${payload.attributes}`);
    }
  }

  async #call(method: string, path: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const { server, wire, token, workspaceSid, workerSid } = this.#parts;
    const url = `Workspaces/${workspaceSid}/Workers/${workerSid}${path}`;
    const body = JSON.stringify({ url, method, params, token });
    const { signal } = new AbortController();
    const response = await wire.fetch(`${server.url}/v1/wschannels`, { method: 'POST', headers: {}, body, signal });
    const { payload } = JSON.parse(await response.text()) as { payload: Readonly<Record<string, unknown>> };
    return payload;
  }
}

export const naiveDesk: DeskKind = {
  name: 'a naive client',
  token: 'access',
  start: (parts) => new NaiveDesk(parts),
};
