/**
 * Gives an object read-only properties that always show the newest reading, null for what the wire did not say. What its
 * class defines by itself stays.
 */
export function show(target: object, names: readonly string[], reading: () => object | undefined): void {
  for (const name of names) {
    if (name in target) continue;
    Object.defineProperty(target, name, {
      enumerable: true,
      get: () => (reading() as Record<string, unknown> | undefined)?.[name] ?? null,
    });
  }
}
