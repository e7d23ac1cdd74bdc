/** An object that answers for a platform object which is made when somebody first asks for more than it has itself. */
export interface StandIn<T> {
  readonly platform: () => T;
}

/**
 * Gives a class every member of the platform's class that it does not have itself, each handed on to the platform's
 * object. `instanceof` holds; functions of the platform that look inside an argument need `platform()`.
 */
export function standsFor<T extends object>(
  own: { readonly prototype: StandIn<T> },
  platform: { readonly prototype: T },
): void {
  for (const name of Reflect.ownKeys(platform.prototype)) {
    if (Object.hasOwn(own.prototype, name)) continue;
    Object.defineProperty(own.prototype, name, {
      configurable: true,
      get(this: StandIn<T>): unknown {
        const object = this.platform();
        const value: unknown = Reflect.get(object, name);
        return typeof value === 'function' ? value.bind(object) : value;
      },
    });
  }
  Object.setPrototypeOf(own.prototype, platform.prototype);
}
