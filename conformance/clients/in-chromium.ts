import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { ConnectOptions, SocketClientKind } from '../client.ts';
import { backEndTask } from '../support/back-end-task.ts';
import { type RecordedFrame, recordFrame } from '../support/recording-socket.ts';
import { accessToken, capabilityToken } from '../support/tokens.ts';
import type { PageCall, PageGiven, PageReply, PageWindow } from './page-call.ts';
import { RemoteAgent } from './remote-agent.ts';

let bundle: Promise<string> | undefined;

/** The page's part, built once. */
function pageScript(): Promise<string> {
  bundle ??= build({
    entryPoints: [fileURLToPath(new URL('page-agent.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  return bundle;
}

/** Pages that are used again and again: what a page had in its window is gone when it goes to the next server. */
class Pages {
  readonly #browser: () => Browser;
  readonly #idle: Page[] = [];
  readonly #listeners = new Map<Page, (text: string) => void>();

  constructor(browser: () => Browser) {
    this.#browser = browser;
  }

  /** `heard` gets the text of every frame that reaches the page. */
  async take(heard: (text: string) => void): Promise<Page> {
    const page = this.#idle.pop() ?? (await this.#open());
    this.#listeners.set(page, heard);
    return page;
  }

  giveBack(page: Page): void {
    this.#listeners.delete(page);
    this.#idle.push(page);
  }

  async #open(): Promise<Page> {
    const page = await this.#browser().newPage();
    await page.exposeFunction('frame', (text: string) => this.#listeners.get(page)?.(text));
    return page;
  }
}

/** The script-tag build in a page of the server, whose agent is driven from outside. */
function chromiumClient(
  pages: Pages,
  name: string,
  wire: 'v1' | 'v2',
  library: PageGiven['library'],
): SocketClientKind {
  const mint = wire === 'v2' ? accessToken : capabilityToken;
  return {
    name,
    wire,
    token: mint,
    async connect(server, workerName, { ttl, closeExisting = false, versionCheck = false }: ConnectOptions = {}) {
      const token = await mint(server, workerName, ttl);
      const frames: RecordedFrame[] = [];
      const page = await pages.take((text) => frames.push(recordFrame(text)));
      await page.goto(`${server.url}/health`);
      await page.addScriptTag({ url: `${server.url}/sdk/taskbay.min.js` });
      await page.addScriptTag({ content: await pageScript() });
      const given: PageGiven = { library, token, serverUrl: server.url, closeExisting, versionCheck };
      const first = await page.evaluate((one) => (window as unknown as PageWindow).startAgent(one), given);
      const call = (one: PageCall): Promise<PageReply> =>
        page.evaluate((asked) => (window as unknown as PageWindow).callAgent(asked), one);
      const agent = new RemoteAgent(call, first).agent(frames, async () => pages.giveBack(page));
      return library === 'sdk' ? agent : { ...agent, createTask: backEndTask(server, agent.sid) };
    },
  };
}

/** Every way in which the script-tag build is used. Their browser is asked for when one connects. */
export function chromiumClients(browser: () => Browser): readonly SocketClientKind[] {
  const pages = new Pages(browser);
  return [
    chromiumClient(pages, '@taskbay/sdk in Chromium, access token', 'v2', 'sdk'),
    chromiumClient(pages, '@taskbay/sdk in Chromium, capability token', 'v1', 'sdk'),
    chromiumClient(pages, 'Twilio.TaskRouter of the script tag in Chromium, capability token', 'v1', 'v1 facade'),
  ];
}
