import type { Clock } from '../host.ts';
import { after } from '../timer.ts';

/** A timer this late means that the machine slept or the tab was throttled, not that the server was silent. */
const LATE_MS = 2000;
/** What frames that arrived meanwhile and wait behind the late timer get to be heard. */
const GRACE_MS = 1000;

/** Calls `silent` once nothing was heard for `periodMs`. One timer, moved on lazily rather than at every frame. */
export function watchSilence(clock: Clock, periodMs: number, silent: () => void) {
  let heardAt = clock.now();
  let stop: () => void;
  const left = () => heardAt + periodMs - clock.now();
  const arm = (delayMs: number) => {
    const due = clock.now() + delayMs;
    stop?.();
    stop = after(clock, delayMs, () => {
      if (left() > 0) arm(left());
      else if (clock.now() - due > LATE_MS) arm(GRACE_MS);
      else silent();
    });
  };
  arm(periodMs);
  return {
    heard() {
      heardAt = clock.now();
    },
    stop: () => stop(),
    /** Looks at once instead of when the timer fires, which may be late in a page that was in the background. */
    check: () => left() > 0 || arm(GRACE_MS),
  };
}
