import type { Identity } from './wire.ts';

/** The whole path of one below the session's workspace; `~` stands for the worker the session is about. */
export function fullPath(path: string, { workspaceSid, workerSid }: Identity): string {
  return `Workspaces/${workspaceSid}/${path.replace('~', `Workers/${workerSid}`)}`;
}

/** Query parameters of a `next_page_url`. Read by hand: `URLSearchParams` is incomplete on React Native. */
export function nextPageParameters(url: string): Record<string, string> {
  const pairs = url.split('?')[1]?.split('&').filter(Boolean) ?? [];
  const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [decoded(name), decoded(value)];
    }),
  );
}
