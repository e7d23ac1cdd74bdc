import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../../edges/app.ts';
import type { Logger, RequestHost } from '../../edges/context.ts';
import { HungUp } from '../../edges/hung-up.ts';
import { requestPath } from '../../edges/request-path.ts';
import { MockServerError } from '../../errors.ts';
import { badRequest } from './bad-request.ts';
import { createIncomingRequests } from './incoming-request.ts';
import { joinWrites } from './joined-writes.ts';
import { createLockstep } from './lockstep.ts';
import { noAddress } from './no-address.ts';
import { answerWithoutUpgrade, asksForWebSocket } from './other-upgrades.ts';
import { writeResponse } from './outgoing-response.ts';
import { refuseTunnel, unmetExpectation } from './unserved.ts';
import { createUpgrades, type Upgrades } from './upgrades.ts';

export interface ServeOptions {
  readonly app: App;
  readonly port: number;
  readonly host: string;
  readonly pushDelayMs: number;
  readonly log: Logger;
}

/** A listening server. */
export interface Listener {
  readonly port: number;
  /** Stops listening and waits until every connection is gone; those that do not go by themselves are cut. */
  readonly close: () => Promise<void>;
}

/** Access tokens travel in query strings and headers: more than Node's 16 KB, and still a bound. */
const MAX_HEADER_BYTES = 64 * 1024;
/** Host time that open requests and sockets get to end by themselves. */
const GRACE_MS = 500;

/** Serves an app on a port. Rejects with MockServerError `cannot_listen`, for example on a busy port. */
export async function serve(options: ServeOptions): Promise<Listener> {
  const { app, log, pushDelayMs } = options;
  const requestOf = createIncomingRequests();
  const lockstep = createLockstep();
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    await lockstep.enter();
    const request = requestOf(incoming);
    if (request === undefined) return refuse(outgoing, 400, noAddress(incoming));
    const response = await app.http(request, requestHost(outgoing, pushDelayMs, lockstep.step));
    await lockstep.step();
    await writeResponse(outgoing, response, request.method);
  };
  // A request without Host gets a sentence from us instead of silence from Node.
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false }, (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => abandon(log, incoming, outgoing, error));
  });
  const upgrades = createUpgrades(app.socket, requestOf, log);
  server.on('upgrade', (incoming, socket, head) => {
    if (asksForWebSocket(incoming)) upgrades.handle(incoming, socket, head);
    else answerWithoutUpgrade(server, incoming, socket);
  });
  server.on('connection', joinWrites);
  server.on('clientError', badRequest);
  // Node would answer the one without a word and hang up on the other.
  server.on('checkExpectation', (incoming, outgoing) => refuse(outgoing, 417, unmetExpectation(incoming)));
  server.on('connect', refuseTunnel);
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => close(server, upgrades),
  };
}

function requestHost(outgoing: ServerResponse, pushDelayMs: number, inStep: RequestHost['inStep']): RequestHost {
  return {
    pushDelayMs,
    inStep,
    onFinished: (run) => {
      if (outgoing.writableFinished || outgoing.destroyed) {
        run();
        return;
      }
      let over = false;
      const once = (): void => {
        if (!over) run();
        over = true;
      };
      outgoing.once('finish', once);
      outgoing.once('close', once);
    },
  };
}

function refuse(outgoing: ServerResponse, status: number, body: string): void {
  const length = Buffer.byteLength(body);
  const headers = { 'content-type': 'application/json', 'content-length': length, connection: 'close' };
  outgoing.writeHead(status, headers).end(body);
}

function abandon(log: Logger, incoming: IncomingMessage, outgoing: ServerResponse, error: unknown): void {
  if (!(error instanceof HungUp)) {
    log.error('A response could not be written', { path: requestPath(incoming.url), error });
  }
  outgoing.destroy();
}

async function listen(server: Server, { port, host }: ServeOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
    server.listen(port, host, resolve);
  });
}

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use: stop what listens there, or take another port (0 = any free one)',
  EACCES: 'this user may not listen there: take a port above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'that host name has no address',
};

function listenError(error: NodeJS.ErrnoException, port: number, host: string): MockServerError {
  const problem = LISTEN_PROBLEMS[error.code ?? ''] ?? error.message;
  return new MockServerError('cannot_listen', `Cannot listen on port ${port} of ${host}: ${problem}`, { cause: error });
}

async function close(server: Server, upgrades: Upgrades): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    upgrades.terminate();
    server.closeAllConnections();
  }, GRACE_MS);
  await closed;
  clearTimeout(cut);
}
