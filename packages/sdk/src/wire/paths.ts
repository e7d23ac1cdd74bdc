import type { Identity } from './wire.ts';

export function workspacePath({ workspaceSid }: Identity): string {
  return `Workspaces/${workspaceSid}`;
}

export function workerPath(identity: Identity): string {
  return `${workspacePath(identity)}/Workers/${identity.workerSid}`;
}

export function reservationsPath(identity: Identity): string {
  return `${workerPath(identity)}/Reservations`;
}

export function taskPath(identity: Identity, taskSid: string): string {
  return `${workspacePath(identity)}/Tasks/${taskSid}`;
}

/** http → ws, https → wss. */
export function toSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

/**
 * Query parameters of a `next_page_url`. Read by hand: `URLSearchParams` is incomplete on React Native.
 */
export function nextPageParameters(url: string): Record<string, string> {
  const query = url.split('?')[1] ?? '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [decode(name), decode(value)];
    }),
  );
}

function decode(component: string): string {
  return decodeURIComponent(component.replaceAll('+', ' '));
}
