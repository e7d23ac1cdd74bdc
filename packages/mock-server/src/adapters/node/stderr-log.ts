import { inspect } from 'node:util';
import type { Logger } from '../../edges/context.ts';

type Level = keyof Logger;

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** Writes lines of at least this level to stderr; an error among the facts comes with its stack. */
export function stderrLog(least: Level): Logger {
  const from = LEVELS.indexOf(least);
  const at = (level: Level): Logger['debug'] => {
    if (LEVELS.indexOf(level) < from) return () => undefined;
    return (message, facts) => {
      const shown = facts === undefined ? '' : ` ${inspect(facts, { breakLength: Number.POSITIVE_INFINITY })}`;
      process.stderr.write(`taskbay ${level}: ${message}${shown}\n`);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
