import type { AddressInfo } from 'node:net';
import { createServer, type Socket, connect as toServer } from 'node:net';

/** A proxy that knows nothing but bytes, and loses every connection when it is told to. */
export interface TcpProxy extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** Connections carried so far. */
  readonly carried: () => number;
  /** Resets every connection, whatever is on its way; answers how many there were. */
  readonly cut: () => number;
  /** Whether new connections are reset at once. */
  readonly refuse: (refusing: boolean) => void;
}

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let carried = 0;
  let refusing = false;
  const proxy = createServer((near) => {
    if (refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = toServer(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    carried += 1;
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      // A reset is an error to the other end and no news here.
      socket.on('error', end);
      socket.on('close', end);
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const cut = (): number => {
    const count = pairs.size;
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    return count;
  };
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    carried: () => carried,
    cut,
    refuse: (now) => {
      refusing = now;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => proxy.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
