import { readFileSync } from 'node:fs';

const LOOK_MS = 500;

/** Shells that a package manager puts between itself and a script. */
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ash', 'ksh', 'busybox']);
const PACKAGE_MANAGER = /^(npm|node|pnpm|yarn|bun)/;

/**
 * Calls back once when the process that started this one is gone, so that a killed `npm` leaves nobody on the port.
 * npm's shell survives npm, so behind such a shell npm itself is watched too. Without a parent (a service, a container)
 * nothing is watched. Returns the end of the watch.
 */
export function watchParent(gone: () => void): () => void {
  const parent = process.ppid;
  if (parent <= 1) return () => undefined;
  const manager = managerBehindShell(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && isThere(manager)) return;
    clearInterval(timer);
    gone();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** `started` tells a process from a later one of the same number. */
type Manager =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly pid: number; readonly started: string | undefined }
  /** It ended before the watch began: its shell has been handed to the first process. */
  | { readonly kind: 'gone' };

function managerBehindShell(pid: number): Manager {
  if (process.env['npm_lifecycle_event'] === undefined) return { kind: 'none' };
  const shell = processFacts(pid);
  if (shell === undefined || !SHELLS.has(shell.name)) return { kind: 'none' };
  const found = processFacts(shell.parent);
  if (shell.parent === 1 && found !== undefined && !PACKAGE_MANAGER.test(found.name)) return { kind: 'gone' };
  return { kind: 'running', pid: shell.parent, started: found?.started };
}

function isThere(manager: Manager): boolean {
  switch (manager.kind) {
    case 'none':
      return true;
    case 'gone':
      return false;
    case 'running':
      return isAlive(manager.pid) && processFacts(manager.pid)?.started === manager.started;
  }
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

interface ProcessFacts {
  readonly name: string;
  readonly parent: number;
  readonly started: string;
}

/** Where the start time stands among the fields after the name and the state's and parent's. */
const STARTED = 17;

/** From Linux' /proc; undefined elsewhere. The name stands in parentheses and may contain anything. */
function processFacts(pid: number): ProcessFacts | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const end = stat.lastIndexOf(')');
  const [state = '', parent = '', ...rest] = stat.slice(end + 2).split(' ');
  // A zombie has ended; only its parent has not noticed.
  if (state === 'Z') return undefined;
  return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(parent), started: rest[STARTED] ?? '' };
}
