import { Agent, request } from 'node:http';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds of each request. */
  readonly latencies: readonly number[];
}

/** Sends one POST `count` times over `connections` kept-alive connections; any answer but `status` is an error. */
export async function load(post: Post, count: number, connections: number, status: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let left = count;
  const begun = performance.now();
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const sent = performance.now();
      await send(post, agent, status);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return { perSecond: count / seconds, latencies };
}

/** Sends it once and answers with the body. */
export function send(post: Post, agent: Agent | undefined, status: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { ...post.headers, 'content-length': String(Buffer.byteLength(post.body)) };
    const outgoing = request(
      post.url,
      { method: 'POST', headers, ...(agent === undefined ? {} : { agent }) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (answer.statusCode === status) resolve(text);
          else reject(new Error(`${post.url} answered ${answer.statusCode}: ${text}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(post.body);
  });
}
