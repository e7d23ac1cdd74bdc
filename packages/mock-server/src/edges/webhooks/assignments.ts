import type { Actor, Command } from '../../engine/commands.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { EdgeContext } from '../context.ts';
import { callProblem, rejectionProblem } from './debugger.ts';
import { assignmentFields } from './fields.ts';
import { decide } from './instruction.ts';
import type { Delivery, DeliveryLog } from './log.ts';
import type { Sender } from './sender.ts';
import { readTarget } from './target.ts';

const LIMIT_MS = 5_000;

/** Asks an application what to do with a reservation, and does it (HOOK-5, HOOK-6). */
export class Assignments {
  private readonly context: EdgeContext;
  private readonly sender: Sender;
  private readonly log: DeliveryLog;

  constructor(context: EdgeContext, sender: Sender, log: DeliveryLog) {
    this.context = context;
    this.sender = sender;
    this.log = log;
  }

  /** Asks one URL after the other until an answer can be used; without one the reservation is canceled. */
  async ask(created: EngineEvent, now: number, urls: readonly (string | null)[]): Promise<void> {
    const { workspace, reservation, task, worker } = created.subject;
    if (reservation === undefined || task === undefined || worker === undefined) return;
    const { sid } = reservation;
    const { ended } = this.sender;
    const done = this.context.runtime.inFlight.begin('webhook', sid);
    try {
      const fields = assignmentFields({ workspace, reservation, task, worker }, now);
      const time = new Date(now).toISOString();
      for (const url of urls) {
        if (url === null) continue;
        const facts = {
          kind: 'assignment',
          workspace: workspace.sid,
          sid,
          type: created.type,
          method: 'POST',
        } as const;
        const used = await this.attempt(this.log.add({ ...facts, url, time, fields }));
        if (used || ended.aborted) return;
      }
      await this.dispatch(workspace.sid, { type: 'reservation.cancel', sid });
    } finally {
      done();
    }
  }

  /** False when the answer cannot be used. */
  private async attempt(delivery: Delivery): Promise<boolean> {
    const target = readTarget(delivery.url);
    const { ended } = this.sender;
    const reply = await this.sender.send(delivery, target, LIMIT_MS);
    if (ended.aborted) return true;
    const decision = decide(reply, delivery.sid);
    if (decision.kind === 'unusable') {
      this.sender.note(delivery, target, reply, decision.problem);
      delivery.state = 'failed';
      return false;
    }
    const refused =
      decision.kind === 'command' ? await this.dispatch(delivery.workspace, decision.command) : decision.problem;
    this.sender.note(delivery, target, reply, refused ?? null);
    delivery.state = 'delivered';
    return true;
  }

  /** What the engine had against it, if anything: the reservation may have gone on meanwhile. */
  private async dispatch(workspaceSid: string, command: Command): Promise<string | undefined> {
    const actor: Actor = { type: 'workspace', sid: workspaceSid };
    const outcome = await this.context.runtime.dispatch(workspaceSid, command, actor);
    return outcome.ok ? callProblem(outcome.events) : rejectionProblem(outcome.rejection);
  }
}
