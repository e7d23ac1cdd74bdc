import { CLOSE } from '@taskbay/protocol';
import { IN_PROCESS_URL } from './adapters/in-process/address.ts';
import { carryInProcess, type InProcessCarrier } from './adapters/in-process/carrier.ts';
import { sendOut } from './adapters/node/send-out.ts';
import { serve } from './adapters/node/serve.ts';
import { staticFiles } from './adapters/node/static-files.ts';
import { stderrLog } from './adapters/node/stderr-log.ts';
import { type AccountCredentials, resolveCredentials } from './credentials.ts';
import type { AccessRules } from './edges/access.ts';
import { type App, createApp } from './edges/app.ts';
import { type Bridge, createBridge } from './edges/bridge/bridge.ts';
import type { EdgeContext, Logger } from './edges/context.ts';
import { createControl } from './edges/control/control.ts';
import type { MintedToken } from './edges/control/mint.ts';
import { Gate } from './edges/gate.ts';
import { createLanding } from './edges/landing/landing.ts';
import { createRest } from './edges/rest/rest.ts';
import { Webhooks } from './edges/webhooks/webhooks.ts';
import { MockServerError } from './errors.ts';
import { createHandle, createInProcessHandle, type InProcessServer, type MockServer } from './handle.ts';
import { type MockServerOptions, resolveOptions } from './options.ts';
import { type ReadyFacts, readyFacts } from './ready.ts';
import { ServerClock } from './runtime/clock.ts';
import { platformHost } from './runtime/host.ts';
import { MemoryJournal } from './runtime/memory-journal.ts';
import { Runtime } from './runtime/runtime.ts';
import { TimeControl } from './runtime/time-control.ts';
import { loadSeed } from './seed/load.ts';
import type { PlannedWorkspace } from './seed/plan.ts';
import { plantSeed } from './seed/plant.ts';

/** Host milliseconds between a response and the frames it caused (design: answer, then push). */
const PUSH_DELAY_MS = 10;
/** Host milliseconds that work under way gets before the state is replaced. */
const QUIET_MS = 2_000;

/**
 * Starts a mock TaskRouter on a port of its own, or with `listen: false` in this process alone: manual clock, seed
 * `support-desk` and loopback only unless told otherwise. Rejects with MockServerError: `invalid_option`, `invalid_seed`
 * or `cannot_listen`.
 */
export function startMockServer(options: MockServerOptions & { readonly listen: false }): Promise<InProcessServer>;
export function startMockServer(options?: MockServerOptions): Promise<MockServer>;
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const resolved = resolveOptions(options);
  const credentials = resolveCredentials(options);
  const { accountSid } = credentials;
  const host = platformHost;
  const log = resolved.logger ?? stderrLog('warn');
  const clock = new ServerClock(host, resolved.clock, resolved.now);
  const plan = await loadSeed(resolved.seed, { accountSid, host, now: clock.now() });
  const runtime = new Runtime({
    accountSid,
    seed: resolved.randomSeed ?? randomSeed(),
    journal: new MemoryJournal(resolved.journalLines),
    clock,
    host,
    onError: (error) => log.error('Something failed that nobody was waiting for', { error }),
  });
  await plantSeed(runtime, accountSid, plan);
  const access = { boundHost: resolved.host, allowHosts: resolved.allowHosts, allowOrigins: resolved.allowOrigins };
  const keepAlive = resolved.listen ? host : runtime.quiet;
  const { vendorLimits } = resolved;
  const server = new Server({ runtime, credentials, log, keepAlive, vendorLimits }, credentials, plan, access);
  if (!resolved.listen) return createInProcessHandle(server, await server.carryInProcess());
  await server.listen(resolved.port, resolved.host);
  return createHandle(server);
}

/** One running server: the runtime, its edges and the listener that carries them. */
export class Server {
  readonly runtime: Runtime;
  readonly time: TimeControl;
  readonly credentials: AccountCredentials;
  url = '';
  /** As after the start or the last reset. */
  ready: ReadyFacts | undefined;
  private readonly context: EdgeContext;
  private readonly plan: readonly PlannedWorkspace[];
  private readonly access: AccessRules;
  private readonly bridge: Bridge;
  private readonly webhooks: Webhooks;
  private readonly gate = new Gate();
  private readonly closing = new AbortController();
  private readonly resetListeners = new Set<() => void>();
  private carrier: { readonly close: () => Promise<void> } | undefined;
  private closed: Promise<void> | undefined;

  constructor(
    context: EdgeContext,
    credentials: AccountCredentials,
    plan: readonly PlannedWorkspace[],
    access: AccessRules,
  ) {
    this.context = context;
    this.runtime = context.runtime;
    this.credentials = credentials;
    this.plan = plan;
    this.access = access;
    this.time = new TimeControl(context.runtime);
    this.bridge = createBridge(context);
    this.webhooks = new Webhooks(context, sendOut);
  }

  get log(): Logger {
    return this.context.log;
  }

  async listen(port: number, host: string): Promise<void> {
    const listener = await serve({ app: this.app(), port, host, pushDelayMs: PUSH_DELAY_MS, log: this.log });
    await this.start(listener, `http://${reachable(host)}:${listener.port}`);
  }

  async carryInProcess(): Promise<InProcessCarrier> {
    const { host, inFlight } = this.runtime;
    const carrier = carryInProcess({ app: this.app(), host, inFlight });
    await this.start(carrier, IN_PROCESS_URL);
    return carrier;
  }

  private app(): App {
    const { access, bridge, gate, log, runtime } = this;
    const control = createControl({
      runtime,
      time: this.time,
      credentials: this.credentials,
      access,
      log,
      webhooks: this.webhooks,
      connections: bridge.connections,
      cut: bridge.cut,
      learn: (minted) => this.learn(minted),
      reset: (seed) => this.reset(seed),
      onReset: (listener) => this.onReset(listener),
      closing: this.closing.signal,
    });
    const landing = createLanding((url) => readyFacts(runtime, this.credentials, url));
    const rest = createRest(this.context);
    return createApp({ rest, bridge, control, landing, files: staticFiles(), access, gate, log });
  }

  private async start(carrier: { readonly close: () => Promise<void> }, url: string): Promise<void> {
    const { runtime } = this;
    this.carrier = carrier;
    this.url = url;
    this.ready = await readyFacts(runtime, this.credentials, this.url);
    this.webhooks.start();
  }

  /** Back to the start, or to another seed document. Rejects with SeedError and then has changed nothing. */
  async reset(seed?: object): Promise<void> {
    const { runtime } = this;
    const { accountSid } = this.credentials;
    const plan =
      seed === undefined
        ? this.plan
        : await loadSeed(seed, { accountSid, host: runtime.host, now: runtime.clock.now() });
    await this.gate.change(async () => {
      await this.advancesEnd();
      await runtime.inFlight.settle(QUIET_MS);
      this.webhooks.stop();
      await runtime.reset();
      this.bridge.reset();
      await plantSeed(runtime, accountSid, plan);
      this.ready = await readyFacts(runtime, this.credentials, this.url);
      this.webhooks.start();
      for (const listener of this.resetListeners) listener();
    });
  }

  /** Notes a token minted by the server itself. */
  learn({ token, expiresAt }: MintedToken): void {
    this.bridge.learn(token, Date.parse(expiresAt));
  }

  get isClosed(): boolean {
    return this.closed !== undefined;
  }

  /** Closes sockets and streams with a reason, then everything else. Repeated calls wait for the first. */
  close(): Promise<void> {
    this.closed ??= this.shutDown();
    return this.closed;
  }

  /** Advances are serialised, so one that moves nothing waits for those under way; they must not move the new state. */
  private async advancesEnd(): Promise<void> {
    if (this.runtime.clock.mode === 'manual') await this.time.advance({ kind: 'seconds', seconds: 0 });
  }

  private async shutDown(): Promise<void> {
    this.closing.abort();
    this.webhooks.stop();
    this.bridge.closeAll(CLOSE.goingAway);
    await this.carrier?.close();
    this.runtime.close();
  }

  private onReset(listener: () => void): () => void {
    this.resetListeners.add(listener);
    return () => this.resetListeners.delete(listener);
  }
}

/** A host that clients can connect to: nobody connects to a wildcard address. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function randomSeed(): number {
  const [seed] = crypto.getRandomValues(new Uint32Array(1));
  if (seed === undefined) throw new MockServerError('invalid_option', 'The platform gave no random number');
  return seed;
}
