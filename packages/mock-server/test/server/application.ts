import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the form; of a GET those in the query. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What an endpoint answers: a status, JSON, or text, which is plain unless it says of what type it is. */
interface EndpointAnswer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
}

/** Of an application; it may also answer nothing, ever. */
export type Endpoint = (request: Received) => EndpointAnswer | 'silence';

/** An application's own endpoints, for a server to call. */
export class Application {
  readonly received: Received[] = [];
  endpoint: Endpoint = () => ({ status: 204 });
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        const form = method === 'GET' ? (path.split('?')[1] ?? '') : body;
        const call = { method, path, headers, fields: Object.fromEntries(new URLSearchParams(form)) };
        this.received.push(call);
        const answer = this.endpoint(call);
        if (answer === 'silence') return;
        const { status = 200, json, text = '' } = answer;
        const { type = json === undefined ? 'text/plain' : 'application/json' } = answer;
        response.writeHead(status, { 'content-type': type }).end(json === undefined ? text : JSON.stringify(json));
      });
    });
  }

  static async start(): Promise<Application> {
    const application = new Application();
    await new Promise<void>((resolve) => application.server.listen(0, '127.0.0.1', resolve));
    return application;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
