import type { InProcessServer } from '@taskbay/mock-server';
import { between, pick, type Random } from './random.ts';
import { type BackEnd, WORKERS } from './world.ts';

/** Tasks that a customer may still cancel. */
const REMEMBERED = 30;

/** Everything that happens to agents without their doing: tasks come, change and are given up, supervisors interfere. */
export class Customers {
  readonly #server: InProcessServer;
  readonly #backEnd: BackEnd;
  readonly #random: Random;
  readonly #tasks: string[] = [];
  #gone = false;
  made = 0;

  constructor(server: InProcessServer, backEnd: BackEnd, random: Random) {
    this.#server = server;
    this.#backEnd = backEnd;
    this.#random = random;
    this.#next();
  }

  /** No more of it. */
  leave(): void {
    this.#gone = true;
  }

  #next(): void {
    this.#server.clock.setTimeout(
      async () => {
        if (this.#gone) return;
        await this.#act();
        this.#next();
      },
      between(this.#random, 200, 4_000),
    );
  }

  async #act(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.75) await this.#task();
    else if (dice < 0.83) await this.#change({ AssignmentStatus: 'canceled', Reason: 'hung up' });
    else if (dice < 0.91) await this.#change({ Attributes: JSON.stringify({ said: between(this.#random, 1, 1_000) }) });
    else await this.#supervise();
  }

  async #task(): Promise<void> {
    const Attributes = JSON.stringify(this.#random() < 0.15 ? { type: 'pair' } : { said: 0 });
    const { body } = await this.#backEnd.call('Tasks', { Attributes });
    this.#tasks.push(String(body.sid));
    this.made += 1;
    if (this.#tasks.length > REMEMBERED) this.#tasks.shift();
  }

  /** Refused when the task has come too far by then. */
  async #change(form: Readonly<Record<string, string>>): Promise<void> {
    if (this.#tasks.length > 0) await this.#backEnd.call(`Tasks/${pick(this.#random, this.#tasks)}`, form);
  }

  async #supervise(): Promise<void> {
    const sid = this.#backEnd.worker(pick(this.#random, WORKERS));
    const dice = this.#random();
    if (dice < 0.4) {
      await this.#backEnd.call(`Workers/${sid}`, { Attributes: `{"shift":${between(this.#random, 1, 1_000)}}` });
    } else if (dice < 0.7) {
      await this.#backEnd.call(`Workers/${sid}`, { ActivitySid: this.#backEnd.activity('Break') });
    } else {
      const Capacity = String(between(this.#random, 3, 6));
      await this.#backEnd.call(`Workers/${sid}/Channels/default`, { Capacity });
    }
  }
}
