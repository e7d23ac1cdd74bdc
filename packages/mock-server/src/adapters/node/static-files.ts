import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HttpEdge } from '../../edges/context.ts';
import { methodNotAllowed, notFound } from '../../edges/plain-answers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** URL prefix → folders that may hold its files: beside the built server, or in the repository. */
const PLACES = {
  '/sdk/': ['sdk', '../../sdk/dist'],
  '/examples/': ['examples', '../../../examples'],
} as const;

/** Of a folder that holds more than is served, only these. */
const SERVED = /^(\/sdk\/taskbay\.min\.js|\/examples\/agent-page\/[\w.-]+)$/;

/** Serves the script-tag SDK and the example pages to any origin. Files are read per request: pages may be edited. */
export function staticFiles(): HttpEdge {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed(request.method, pathname, 'GET');
    if (pathname === '/examples/agent-page')
      return Response.redirect(new URL(`${pathname}/${new URL(request.url).search}`, request.url), 302);
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const file = SERVED.test(path) ? locate(path) : undefined;
    if (file === undefined) return notFound(pathname);
    return new Response(await readFile(file), {
      headers: {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-cache',
      },
    });
  };
}

function locate(path: string): string | undefined {
  for (const [prefix, folders] of Object.entries(PLACES)) {
    if (!path.startsWith(prefix)) continue;
    for (const folder of folders) {
      const root = join(packageDist(), folder) + sep;
      const file = normalize(join(root, path.slice(prefix.length)));
      if (file.startsWith(root) && existsSync(file)) return file;
    }
  }
  return undefined;
}

/** The `dist` folder of this package: where the built files are, or would be when the sources run. */
function packageDist(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const parts = here.split(sep);
  const within = Math.max(parts.lastIndexOf('dist'), parts.lastIndexOf('src'));
  return join(parts.slice(0, within).join(sep), 'dist');
}
