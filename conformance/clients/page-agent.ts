import type { Worker } from '@taskbay/sdk';
import type { TaskRouter } from '@taskbay/sdk/v1';
import type { SocketOffer } from '../client.ts';
import type { PageCall, PageGiven, PageReply, PageWindow, SeenOffer } from './page-call.ts';
import { sdkAgent } from './sdk-agent.ts';
import { type V1FacadeAgent, v1FacadeAgent } from './v1-facade-agent.ts';

/**
 * The page's part of a client in Chromium: the same agents as in Node, on the script-tag build, called from outside one
 * method at a time. Bundled for the page by itself.
 */
interface ScriptTags {
  readonly taskbay: { readonly Worker: typeof Worker };
  readonly Twilio: { readonly TaskRouter: typeof TaskRouter };
}

const page = window as unknown as PageWindow & ScriptTags;
const offers = new Map<string, SocketOffer>();
let replies = 0;

function recordFrames(): void {
  const { WebSocket: Platform } = window;
  window.WebSocket = class extends Platform {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        if (data.trim() !== '') page.frame(data);
      });
    }
  };
}

async function start({ library, token, serverUrl, closeExisting, versionCheck }: PageGiven): Promise<V1FacadeAgent> {
  recordFrames();
  if (library === 'sdk') {
    const options = { serverUrl, closeExistingSessions: closeExisting, random: () => 0 };
    return sdkAgent(new page.taskbay.Worker(token, options), [], versionCheck);
  }
  const none = undefined;
  const at = [`${serverUrl}/v1`, serverUrl] as const;
  const { Worker: Facade } = page.Twilio.TaskRouter;
  return v1FacadeAgent(new Facade(token, false, none, none, closeExisting, none, none, ...at));
}

function look(offer: SocketOffer): SeenOffer {
  try {
    const { sid, taskSid, line } = offer;
    const [status, taskStatus, taskAttributes] = [offer.status(), offer.taskStatus(), offer.taskAttributes()];
    return { sid, taskSid, status, taskStatus, taskAttributes, transfers: line.transfers() };
  } catch (error) {
    // A page of the drop-in forgets its reservations when it is disconnected; who looks at one is told so.
    return { sid: offer.sid, problem: (error as Error).message };
  }
}

function reply(agent: V1FacadeAgent, value: unknown): PageReply {
  for (const sid of agent.held()) if (!offers.has(sid)) offers.set(sid, agent.offer(sid));
  replies += 1;
  const { sid } = agent;
  const [activitySid, attributes, channel] = [agent.activitySid(), agent.attributes(), agent.channel('default')];
  const seen = { sid, activitySid, attributes, channel, held: agent.held(), offers: [...offers.values()].map(look) };
  return { number: replies, seen, value };
}

async function invoke(agent: V1FacadeAgent, { of, sid, method, args }: PageCall): Promise<unknown> {
  const offer = offers.get(sid ?? '');
  const target = of === 'agent' ? agent : of === 'offer' ? offer : offer?.line;
  if (target === undefined) throw new Error(`The page knows no offer ${sid}`);
  const run = target[method as keyof typeof target] as (...given: readonly unknown[]) => unknown;
  return run.call(target, ...args);
}

page.startAgent = async (given) => {
  const agent = await start(given);
  page.callAgent = async (call) => {
    const value = await invoke(agent, call);
    if (call.method !== 'nextOffer') return reply(agent, value ?? null);
    const offer = value as SocketOffer;
    offers.set(offer.sid, offer);
    return reply(agent, offer.sid);
  };
  return reply(agent, null);
};
