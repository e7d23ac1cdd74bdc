/** How often methods were called. */
export class Counts {
  /** No Map: those are listened in on. */
  private readonly counts: Record<string, number> = {};

  /** Counts calls of a method from now on, apart by what `kind` says of the arguments; answers with a function that stops. */
  listen(prototype: object, method: string, kind: (...args: unknown[]) => string = () => ''): () => void {
    const { counts } = this;
    const owner = prototype as Record<string, (...args: unknown[]) => unknown>;
    const original = owner[method];
    const { name } = prototype.constructor;
    if (original === undefined) throw new Error(`${name} has no ${method}`);
    owner[method] = function (this: unknown, ...args: unknown[]) {
      const counted = `${name}.${method}${kind(...args)}`;
      counts[counted] = (counts[counted] ?? 0) + 1;
      return original.apply(this, args);
    };
    return () => {
      owner[method] = original;
    };
  }

  total(names: readonly string[]): number {
    return names.reduce((sum, name) => sum + (this.counts[name] ?? 0), 0);
  }
}
