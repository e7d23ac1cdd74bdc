/** Query parameters of a `next_page_url`. Read by hand: `URLSearchParams` is incomplete on React Native. */
export function nextPageParameters(url: string): object {
  const pairs = [...url.matchAll(/[?&](\w+)=?([^&]*)/g)];
  return Object.fromEntries(
    pairs.map(([, name, value = '']) => [name, decodeURIComponent(value.replaceAll('+', ' '))]),
  );
}
