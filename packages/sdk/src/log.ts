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

/** Silent but for errors, which would otherwise be lost when nothing listens to `error`. */
export function errorsOnly(sink: Pick<Logger, 'error'>): Logger {
  const silent = () => undefined;
  return { debug: silent, info: silent, warn: silent, error: (message, context) => sink.error(message, context) };
}
