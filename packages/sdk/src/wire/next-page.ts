/** Query parameters of a `next_page_url`. Read by hand: `URLSearchParams` is incomplete on React Native. */
export function nextPageParameters(url: string): Record<string, string> {
  const pairs = [...url.matchAll(/[?&]([^=&]+)=?([^&]*)/g)];
  return Object.fromEntries(
    pairs.map(([, ...pair]) => pair.map((text) => decodeURIComponent(text.replaceAll('+', ' ')))),
  );
}
