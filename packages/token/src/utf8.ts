/**
 * The bytes of a text. As an array of this realm: where a page is played (jsdom), TextEncoder may give another realm's,
 * which libraries do not take for bytes.
 */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}
