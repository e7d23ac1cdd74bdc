import { readFileSync } from 'node:fs';

const LOOK_MS = 500;

/** Shells that npm puts between itself and a script. */
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ash', 'ksh', 'busybox']);

/**
 * Calls back once when the process that started this one is gone, so that a killed `npm` leaves nobody on the port.
 * npm's shell survives npm, so behind such a shell npm itself is watched too. Without a parent (a service, a container)
 * nothing is watched. Returns the end of the watch.
 */
export function watchParent(gone: () => void): () => void {
  const parent = process.ppid;
  if (parent <= 1) return () => undefined;
  const npm = parentBehindShell(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && (npm === undefined || isSame(npm))) return;
    clearInterval(timer);
    gone();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

interface ProcessMark {
  readonly pid: number;
  /** When it started: a later process may get the same number. */
  readonly started: string | undefined;
}

function parentBehindShell(pid: number): ProcessMark | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const shell = processFacts(pid);
  if (shell === undefined || !SHELLS.has(shell.name) || shell.parent <= 1) return undefined;
  return { pid: shell.parent, started: processFacts(shell.parent)?.started };
}

function isSame({ pid, started }: ProcessMark): boolean {
  return isAlive(pid) && processFacts(pid)?.started === started;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** From Linux' /proc; undefined elsewhere. The name stands in parentheses and may contain anything. */
function processFacts(
  pid: number,
): { readonly name: string; readonly parent: number; readonly started: string } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const end = stat.lastIndexOf(')');
  const [state = '', parent = '', ...rest] = stat.slice(end + 2).split(' ');
  if (state === 'Z') return undefined;
  return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(parent), started: rest[17] ?? '' };
}
