import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { rollup } from 'rollup';
import { expect, it } from 'vitest';
import { sourcePlugins } from '../../../tools/rollup.mjs';
import * as source from '../src/index.ts';
import { roundTrip } from './round-trip.mjs';

/** What every runtime of the web's kind has; nothing of Node. */
const WEB_GLOBALS = { crypto, CryptoKey, TextEncoder, TextDecoder, URL, URLSearchParams, atob, btoa };

/**
 * The encoders are Node's own and make arrays of its realm. As a rule code sees the same classes; where a test plays a page
 * in Node (jsdom), it sees those of the page.
 */
const CLASSES = { 'of the encoders': { Uint8Array, ArrayBuffer }, 'of its own': {} };

async function bundled(): Promise<string> {
  const api = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const job = fileURLToPath(new URL('./round-trip.mjs', import.meta.url));
  const entry = `import * as api from ${JSON.stringify(api)};
    import { roundTrip } from ${JSON.stringify(job)};
    export const result = roundTrip(api);`;
  const bundle = await rollup({
    input: 'entry',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : null),
        load: (id) => (id === 'entry' ? entry : null),
      },
      ...sourcePlugins({ browser: true }),
    ],
    // An import that nothing resolves is one of Node's modules.
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'edge' });
  await bundle.close();
  return output[0].code;
}

it.each(Object.entries(CLASSES))('works where only web globals exist, with classes %s', async (_, classes) => {
  const code = await bundled();
  const context = vm.createContext({ ...WEB_GLOBALS, ...classes });
  expect(vm.runInContext('typeof process + typeof Buffer + typeof require + typeof setTimeout', context)).toBe(
    'undefined'.repeat(4),
  );
  const result = await vm.runInContext(`${code}\nedge.result`, context);
  expect(JSON.parse(JSON.stringify(result))).toEqual(await roundTrip(source));
  expect(result.answers.map(({ accepted, forged }: Record<string, unknown>) => [accepted, forged])).toEqual(
    Array.from({ length: 4 }, () => [true, 'bad_signature']),
  );
});
