import { type StandIn, standsFor } from './stand-in.ts';

/** An answer whose body is text that is there already. */
export interface TextParts {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body. */
  readonly text: string | null;
}

/** The platform's own object, with its headers and streams, costs more than most answers. */
class TextResponse implements StandIn<Response> {
  readonly #parts: TextParts;
  #platform: Response | undefined;

  constructor(parts: TextParts) {
    this.#parts = parts;
  }

  get status(): number {
    return this.#parts.status;
  }

  platform(): Response {
    const { status, headers, text } = this.#parts;
    this.#platform ??= new Response(text, { status, headers: { ...headers } });
    return this.#platform;
  }

  static partsOf(response: object): TextParts | undefined {
    return #parts in response && response.#platform === undefined ? response.#parts : undefined;
  }
}

standsFor<Response>(TextResponse, Response);

/** A Response made of text; header names are in lower case. */
export function textResponse(status: number, headers: TextParts['headers'], text: string | null): Response {
  return new TextResponse({ status, headers, text }) as unknown as Response;
}

/** What a text response was made of, for hosts that write it as it is; undefined for others and for one in use. */
export function textParts(response: Response): TextParts | undefined {
  return TextResponse.partsOf(response);
}
