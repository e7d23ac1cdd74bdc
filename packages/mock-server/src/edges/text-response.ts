import { type StandIn, standsFor } from './stand-in.ts';

/** An answer whose body is there already. */
export interface TextParts {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or its bytes in UTF-8; null: no body. */
  readonly body: string | Uint8Array<ArrayBuffer> | null;
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
    const { status, headers, body } = this.#parts;
    this.#platform ??= new Response(body, { status, headers: { ...headers } });
    return this.#platform;
  }

  static partsOf(response: object): TextParts | undefined {
    return #parts in response && response.#platform === undefined ? response.#parts : undefined;
  }
}

standsFor<Response>(TextResponse, Response);

/** A Response made of text, or of its bytes in UTF-8; header names are in lower case. */
export function textResponse(status: number, headers: TextParts['headers'], body: TextParts['body']): Response {
  return new TextResponse({ status, headers, body }) as unknown as Response;
}

/** What a text response was made of, for hosts that write it as it is; undefined for others and for one in use. */
export function textParts(response: Response): TextParts | undefined {
  return TextResponse.partsOf(response);
}
