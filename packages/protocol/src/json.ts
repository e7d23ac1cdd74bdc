/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object, as attributes are. */
export interface JsonObject {
  readonly [key: string]: Json;
}
