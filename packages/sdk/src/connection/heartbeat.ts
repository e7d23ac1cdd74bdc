import type { Clock } from '../host.ts';
import { createTimer } from '../timer.ts';

/** A timer this late means that the machine slept or the tab was throttled, not that the server was silent. */
const LATE_MS = 2000;
/** What frames that arrived meanwhile and wait behind the late timer get to be heard. */
const GRACE_MS = 1000;

export type HeartbeatWatch = ReturnType<typeof watchHeartbeat>;

/** Calls `silent` once nothing was heard for `periodMs`. One timer, moved on lazily rather than at every frame. */
export function watchHeartbeat(clock: Clock, periodMs: number, silent: () => void) {
  const timer = createTimer(clock);
  let heardAt = 0;
  const heard = () => {
    heardAt = clock.now();
  };
  const left = () => heardAt + periodMs - clock.now();
  const arm = (delayMs: number) => {
    const due = clock.now() + delayMs;
    timer.set(delayMs, () => {
      if (left() > 0) arm(left());
      else if (clock.now() - due > LATE_MS) arm(GRACE_MS);
      else silent();
    });
  };
  return {
    heard,
    start() {
      heard();
      arm(periodMs);
    },
    stop: timer.stop,
    /** Looks at once instead of when the timer fires, which may be late in a page that was in the background. */
    check() {
      if (timer.running() && left() <= 0) arm(GRACE_MS);
    },
  };
}
