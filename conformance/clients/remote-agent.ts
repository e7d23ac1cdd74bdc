import type { SocketAgent, SocketOffer } from '../client.ts';
import type { RecordedFrame } from '../support/recording-socket.ts';
import type { Line } from './line.ts';
import type { PageCall, PageReply, Seen, SeenOffer } from './page-call.ts';

type Call = (call: PageCall) => Promise<PageReply>;
type Target = Omit<PageCall, 'method' | 'args'>;

/**
 * An agent in another place. What it shows is what the newest reply brought along; looking asks for a newer one, for
 * whoever looks until something has come.
 */
export class RemoteAgent {
  readonly #call: Call;
  #newest: PageReply;
  #asking: Promise<unknown> | undefined;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(call: Call, first: PageReply) {
    this.#call = call;
    this.#newest = first;
  }

  /** `closed` ends the other place. */
  agent(frames: readonly RecordedFrame[], closed: () => Promise<void>): SocketAgent {
    const here: Target = { of: 'agent' };
    return {
      sid: this.#newest.seen.sid,
      setActivity: (activitySid, options) => this.#run(here, 'setActivity', activitySid, options ?? {}),
      activitySid: () => this.#look().activitySid,
      setAttributes: (attributes) => this.#run(here, 'setAttributes', attributes),
      attributes: () => this.#look().attributes,
      channel: () => this.#look().channel,
      held: () => this.#look().held,
      offer: (sid) => this.#offer(sid),
      createTask: async (workflowSid, taskQueueSid) =>
        (await this.#ask(here, 'createTask', workflowSid, taskQueueSid)) as string,
      updateToken: (token) => {
        const given = this.#run(here, 'updateToken', token);
        this.#underWay.add(given);
      },
      nextOffer: async () => this.#offer((await this.#ask(here, 'nextOffer')) as string),
      told: (type, sid) => this.#run(here, 'told', type, sid),
      frames: () => frames,
      close: async () => {
        await Promise.all([...this.#underWay, this.#asking]);
        await this.#run(here, 'close');
        await closed();
      },
    };
  }

  #offer(sid: string): SocketOffer {
    const run = this.#methodsOf({ of: 'offer', sid });
    return {
      sid,
      taskSid: this.#shown(sid).taskSid,
      accept: run('accept'),
      reject: run('reject'),
      wrap: run('wrap'),
      complete: run('complete'),
      status: () => this.#shown(sid).status,
      taskStatus: () => this.#shown(sid).taskStatus,
      taskAttributes: () => this.#shown(sid).taskAttributes,
      rejectInto: run('rejectInto'),
      setTaskAttributes: run('setTaskAttributes'),
      wrapUpTask: run('wrapUpTask'),
      completeTask: run('completeTask'),
      line: this.#line(sid),
    };
  }

  #line(sid: string): Line {
    const run = this.#methodsOf({ of: 'line', sid });
    return {
      instruct: run('instruct'),
      transfer: run('transfer'),
      cancelTransfer: run('cancelTransfer'),
      transfers: () => this.#shown(sid).transfers,
      holdCustomer: run('holdCustomer'),
      holdWorker: run('holdWorker'),
      kickWorker: run('kickWorker'),
      mute: run('mute'),
    };
  }

  /** Methods by name that answer nothing. */
  #methodsOf(target: Target): (method: string) => (...args: readonly unknown[]) => Promise<void> {
    return (method) =>
      (...args) =>
        this.#run(target, method, ...args);
  }

  /** What is known now; a newer reply is asked for, unless one is on its way. */
  #look(): Seen {
    this.#asking ??= this.#ask({ of: 'agent' }, 'held').finally(() => {
      this.#asking = undefined;
    });
    return this.#newest.seen;
  }

  #shown(sid: string): Exclude<SeenOffer, { readonly problem: string }> {
    const offer = this.#look().offers.find((one) => one.sid === sid);
    if (offer === undefined) throw new Error(`The page shows no offer ${sid}`);
    if ('problem' in offer) throw new Error(offer.problem);
    return offer;
  }

  async #run(target: Target, method: string, ...args: readonly unknown[]): Promise<void> {
    await this.#ask(target, method, ...args);
  }

  async #ask(target: Target, method: string, ...args: readonly unknown[]): Promise<unknown> {
    const reply = await this.#call({ ...target, method, args });
    if (reply.number > this.#newest.number) this.#newest = reply;
    return reply.value;
  }
}
