/** Taken before anybody can put a controlled clock in their place: requests are answered in tests with fake timers, too. */
const { nextTick } = process;
const afterPoll = setImmediate;

/** As many go together at most: the first of a crowd does not wait for the answers of all. */
const MAX_TOGETHER = 64;

/** Requests that came in together, kept together. */
export interface Lockstep {
  /** Resolves when what the sockets had brought by now has been read. */
  readonly enter: () => Promise<void>;
  /** Resolves when those on their way have come as far, or wait for something else. */
  readonly step: () => Promise<void>;
}

/**
 * Has requests that came in together worked on together: all are read, then all carried out, then all answers written.
 * Each kind of work finds its own code and data in the processor's caches; one request after the other, from the first
 * byte read to the last one written, they take half as much time again and more (docs/PERFORMANCE.md).
 */
export function createLockstep(): Lockstep {
  const arrived: (() => void)[] = [];
  let stopped: (() => void)[] = [];
  const admit = (): void => {
    for (const go of arrived.splice(0, MAX_TOGETHER)) go();
    if (arrived.length > 0) afterPoll(admit);
  };
  const advance = (): void => {
    const together = stopped;
    stopped = [];
    for (const go of together) go();
  };
  return {
    enter: () =>
      new Promise((resolve) => {
        if (arrived.push(resolve) === 1) afterPoll(admit);
      }),
    step: () =>
      new Promise((resolve) => {
        if (stopped.push(resolve) === 1) nextTick(advance);
      }),
  };
}
