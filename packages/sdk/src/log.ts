/**
 * Where the SDK writes what it does. `debug`: frames and requests; `info`: once per change of the connection; `warn`:
 * what is tried again; `error`: what nobody listened to. Tokens are never written. What it throws is ignored.
 */
export interface Logger {
  debug(message: string, context?: object): void;
  info(message: string, context?: object): void;
  warn(message: string, context?: object): void;
  error(message: string, context?: object): void;
}

/** Writes a line where there is a logger for its level. */
export type Log = (level: keyof Logger, message: string, context?: object) => void;

/** Without an application's own: only errors, which would otherwise be lost when nothing listens to `error`. */
export function createLog(logger: Partial<Logger>): Log {
  return (level, message, context) => {
    try {
      logger[level]?.(message, context);
    } catch {
      // Nobody is left to be told, and a session does not end for want of a line.
    }
  };
}
