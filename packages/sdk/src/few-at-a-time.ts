/**
 * As many as browsers send at a time to one host. They queue what goes beyond, and a call's time limit runs while it is
 * queued; Node opens a connection for each.
 */
const AT_ONCE = 6;

/** What comes of each item, in their order. After a failure no other item is begun. */
export async function fewAtATime<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let begun = 0; begun < items.length; begun += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(begun, begun + AT_ONCE).map(act))));
  }
  return results;
}
