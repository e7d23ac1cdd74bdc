import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reachableChunks } from './packaging/reachable-chunks.mjs';

// Before a package is packed, from its folder: chunks of earlier builds go. A build leaves them there, because a server
// that runs may yet load one of its own.
const dist = 'dist';
const chunks = join(dist, 'chunks');
const kept = reachableChunks(dist);
for (const file of existsSync(chunks) ? readdirSync(chunks) : []) {
  if (!kept.has(file.replace(/\.map$/, ''))) rmSync(join(chunks, file));
}
