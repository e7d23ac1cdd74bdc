const utf8 = new TextEncoder();
const COMMA = 0x2c;

/** Items between commas, with what stands before and behind them, as bytes in UTF-8. */
export function jsonList(before: string, items: readonly Uint8Array[], behind: string): Uint8Array<ArrayBuffer> {
  const [head, tail] = [utf8.encode(before), utf8.encode(behind)];
  const commas = Math.max(0, items.length - 1);
  const list = new Uint8Array(items.reduce((length, item) => length + item.length, head.length + commas + tail.length));
  list.set(head);
  let at = head.length;
  for (const item of items) {
    if (at > head.length) list[at++] = COMMA;
    list.set(item, at);
    at += item.length;
  }
  list.set(tail, at);
  return list;
}
