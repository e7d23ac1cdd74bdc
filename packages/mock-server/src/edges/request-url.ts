let last: URL | undefined;
let lastText = '';

/** The URL of a request, to be read only: the edges that a request goes through ask one after the other. */
export function requestUrl({ url }: Request): URL {
  if (last === undefined || url !== lastText) {
    last = new URL(url);
    lastText = url;
  }
  return last;
}
