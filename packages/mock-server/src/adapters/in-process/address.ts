/** The server's address in process. The name is a loopback one, so that it leads nowhere else by mistake. */
export const IN_PROCESS_URL = 'http://in-process.localhost';

const HOST = new URL(IN_PROCESS_URL).host;

/** Whether an http or ws address is this server's. */
export function isInProcess({ host, protocol }: URL): boolean {
  return host === HOST && (protocol === 'http:' || protocol === 'ws:');
}
