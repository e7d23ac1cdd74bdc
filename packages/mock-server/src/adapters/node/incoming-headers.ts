import { type StandIn, standsFor } from '../../edges/stand-in.ts';

/** Headers as Node's parser wrote them down: names and values in turn. */
class IncomingHeaders implements StandIn<Headers> {
  readonly #raw: readonly string[];
  #platform: Headers | undefined;

  constructor(raw: readonly string[]) {
    this.#raw = raw;
  }

  /** Repeated names are joined, as the platform does. */
  get(name: string): string | null {
    if (this.#platform !== undefined) return this.#platform.get(name);
    const wanted = name.toLowerCase();
    let found: string | null = null;
    for (let index = 0; index < this.#raw.length; index += 2) {
      const known = this.#raw[index] ?? '';
      if (known.length !== wanted.length || known.toLowerCase() !== wanted) continue;
      const value = this.#raw[index + 1] ?? '';
      found = found === null ? value : `${found}, ${value}`;
    }
    return found;
  }

  platform(): Headers {
    if (this.#platform !== undefined) return this.#platform;
    const headers = new Headers();
    for (let index = 0; index < this.#raw.length; index += 2) {
      headers.append(this.#raw[index] ?? '', this.#raw[index + 1] ?? '');
    }
    this.#platform = headers;
    return headers;
  }
}

standsFor<Headers>(IncomingHeaders, Headers);

export function incomingHeaders(raw: readonly string[]): Headers {
  return new IncomingHeaders(raw) as unknown as Headers;
}
