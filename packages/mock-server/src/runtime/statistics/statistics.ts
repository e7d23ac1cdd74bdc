import { type State, workspaceOf } from '../../engine/state.ts';
import type { Batch } from '../journal.ts';
import { Cumulative } from './cumulative.ts';
import { LiveTasks } from './live-tasks.ts';

interface Kept {
  readonly cumulative: Cumulative;
  /** There from the first time somebody asks. */
  live: LiveTasks | undefined;
}

/** The statistics of every workspace, kept up batch by batch: asking for them never goes through history. */
export class Statistics {
  private readonly workspaces = new Map<string, Kept>();

  add(batch: Batch): void {
    const kept = this.kept(batch.workspace);
    kept.cumulative.add(batch);
    if (kept.live !== undefined) for (const event of batch.events) kept.live.apply(event);
  }

  /** What happened in a workspace. */
  cumulative(workspaceSid: string): Cumulative {
    return this.kept(workspaceSid).cumulative;
  }

  /** What is going on in a workspace; `state` is as after the last batch. */
  live(state: State): LiveTasks {
    const { sid } = workspaceOf(state);
    const kept = this.kept(sid);
    kept.live ??= new LiveTasks(sid, state.tables.task.values());
    return kept.live;
  }

  /** Forgets a workspace, or all of them. */
  drop(workspaceSid?: string): void {
    if (workspaceSid === undefined) this.workspaces.clear();
    else this.workspaces.delete(workspaceSid);
  }

  private kept(workspaceSid: string): Kept {
    let kept = this.workspaces.get(workspaceSid);
    if (kept === undefined) {
      kept = { cumulative: new Cumulative(), live: undefined };
      this.workspaces.set(workspaceSid, kept);
    }
    return kept;
  }
}
