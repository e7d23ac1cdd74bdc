import type { MockServer } from '../../../src/index.ts';
import type { Besieged } from './siege.ts';

/** A server of another process, known by its ready line. */
export function besiegedAt(ready: MockServer['ready']): Besieged {
  const control = async (call: string, body: object): Promise<unknown> => {
    const response = await fetch(`${ready.url}/control/${call}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`POST /control/${call} was answered ${response.status}`);
    return response.json();
  };
  return {
    url: ready.url,
    ready,
    token: async (of) => ((await control('tokens', of)) as { readonly token: string }).token,
    settle: () => control('settle', { timeoutMs: 60_000 }),
  };
}
