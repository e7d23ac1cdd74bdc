import type { Worker } from '@taskbay/sdk';
import type { Browser, Page } from 'playwright-core';
import type { Agent, ClientKind, Offer } from '../client.ts';
import { Mailbox } from '../support/mailbox.ts';
import { type RecordedFrame, recordFrame } from '../support/recording-socket.ts';
import { accessToken, capabilityToken } from '../support/tokens.ts';

const TOLD = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.wrapup',
  'reservation.completed',
] as const;

/** What the page of an agent has in its window. */
interface AgentWindow {
  readonly taskbay: { readonly Worker: typeof Worker };
  worker: Worker;
  readonly frame: (text: string) => void;
  readonly offered: (sid: string, taskSid: string) => void;
  readonly told: (line: string) => void;
}

/** The script-tag build, loaded by a page of the server and driven from outside. */
export function sdkInChromium(browser: Browser, wire: 'v1' | 'v2'): ClientKind {
  return {
    name: `@taskbay/sdk in Chromium (${wire} wire)`,
    async connect(server, workerName) {
      const token = await (wire === 'v2' ? accessToken : capabilityToken)(server, workerName);
      const page = await browser.newPage();
      const frames: RecordedFrame[] = [];
      const offers = new Mailbox<{ readonly sid: string; readonly taskSid: string }>();
      const told = new Mailbox<string>();
      await page.exposeFunction('frame', (text: string) => frames.push(recordFrame(text)));
      await page.exposeFunction('offered', (sid: string, taskSid: string) => offers.put({ sid, taskSid }));
      await page.exposeFunction('told', (line: string) => told.put(line));
      await page.goto(`${server.url}/health`);
      await page.addScriptTag({ url: `${server.url}/sdk/taskbay.min.js` });
      await page.evaluate(begin, { token, serverUrl: server.url, events: TOLD });
      const sid = await page.evaluate(() => (window as unknown as AgentWindow).worker.sid ?? '');
      return agent(page, sid, { frames, offers, told });
    },
  };
}

/** Runs in the page. */
async function begin(given: { token: string; serverUrl: string; events: typeof TOLD }): Promise<void> {
  const page = window as unknown as AgentWindow;
  const { WebSocket: Platform } = window;
  window.WebSocket = class extends Platform {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        if (data.trim() !== '') page.frame(data);
      });
    }
  };
  const worker = new page.taskbay.Worker(given.token, { serverUrl: given.serverUrl });
  page.worker = worker;
  worker.on('reservation.created', ({ sid, taskSid }) => page.offered(sid, taskSid));
  for (const event of given.events) worker.on(event, ({ sid }) => page.told(`${event} ${sid}`));
  worker.on('activity.update', () => page.told(`worker.activity.update ${worker.sid}`));
  await worker.whenReady();
}

interface Heard {
  readonly frames: readonly RecordedFrame[];
  readonly offers: Mailbox<{ readonly sid: string; readonly taskSid: string }>;
  readonly told: Mailbox<string>;
}

function agent(page: Page, sid: string, { frames, offers, told }: Heard): Agent {
  return {
    sid,
    setActivity: (activitySid) =>
      page.evaluate(async (given) => {
        await (window as unknown as AgentWindow).worker.updateActivity(given);
      }, activitySid),
    nextOffer: async () => offer(page, await offers.take()),
    told: async (type, about) => {
      await told.take((line) => line === `${type} ${about}`);
    },
    frames: () => frames,
    close: async () => {
      await page.evaluate(() => (window as unknown as AgentWindow).worker.disconnect());
      await page.close();
    },
  };
}

function offer(page: Page, { sid, taskSid }: { readonly sid: string; readonly taskSid: string }): Offer {
  const run = (verb: 'accept' | 'reject' | 'wrap' | 'complete') => () =>
    page.evaluate(
      async (given) => {
        const held = (window as unknown as AgentWindow).worker.reservations.get(given.sid);
        if (held === undefined) throw new Error(`The page holds no reservation ${given.sid}`);
        await held[given.verb]();
      },
      { sid, verb },
    );
  return { sid, taskSid, accept: run('accept'), reject: run('reject'), wrap: run('wrap'), complete: run('complete') };
}
