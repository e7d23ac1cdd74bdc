import { parseDocument } from 'yaml';
import { checkSeed, type Seed } from './schema.ts';
import { SeedError } from './seed-error.ts';

/** A seed from YAML or JSON text (JSON is YAML). Throws SeedError, for bad syntax with line and column. */
export function parseSeed(text: string): Seed {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const problem = error.message.split('\n', 1)[0]?.replace(/:$/, '') ?? error.message;
    throw new SeedError([{ path: '', problem: `it is neither YAML nor JSON: ${problem}` }]);
  }
  return checkSeed(asJson(document));
}

/** Aliases may not blow up: the library's own limit throws, which is a problem of the text too. */
function asJson(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new SeedError([
      { path: '', problem: `it cannot be read: ${error instanceof Error ? error.message : error}` },
    ]);
  }
}
