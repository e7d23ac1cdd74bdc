/**
 * Where the SDK writes what it does. `debug`: frames and requests; `info`: once per change of the connection; `warn`:
 * what is tried again; `error`: what nobody listened to. Tokens are never written.
 */
export interface Logger {
  debug(message: string, context?: object): void;
  info(message: string, context?: object): void;
  warn(message: string, context?: object): void;
  error(message: string, context?: object): void;
}

/** Without an application's own: only errors, which would otherwise be lost when nothing listens to `error`. */
export type Log = Pick<Logger, 'error'> & Partial<Logger>;
