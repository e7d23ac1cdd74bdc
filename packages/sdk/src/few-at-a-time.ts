/**
 * As many as browsers send at a time to one host. They queue what goes beyond, and a call's time limit runs while it is
 * queued; Node opens a connection for each and warns of the listeners on a shared signal.
 */
const AT_ONCE = 6;

/** What comes of each item, in their order. After a failure no other item is begun. */
export async function fewAtATime<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let begun = 0;
  const work = async () => {
    while (begun < items.length) {
      const index = begun;
      begun += 1;
      try {
        results[index] = await act(items[index] as Item);
      } catch (error) {
        begun = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
