/** A worker whose reservation of a task has ended. */
export interface Parted {
  readonly taskSid: string;
  readonly workerSid: string;
}

/** The workers who have parted from a task, in the order in which they did. */
export function workersPartedFrom(all: readonly Parted[], taskSid: string): readonly string[] {
  let workers = NOBODY;
  for (const parted of all) {
    if (parted.taskSid !== taskSid) continue;
    workers = workers.length === 0 ? [parted.workerSid] : [...workers, parted.workerSid];
  }
  return workers;
}

const NOBODY: readonly string[] = [];
