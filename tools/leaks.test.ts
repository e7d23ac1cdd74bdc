import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap/project.mjs';

/** Names that only code with a signing key in its hands needs. */
const SIGNING =
  /\b(jose|SignJWT|CompactSign|mint\w+Token|sign(Capability|Access)|authToken|apiKeySecret|HS(256|384|512))\b/;
const MINTS = { names: /\b(CompactSign|mint\w+Token|sign(Capability|Access))\b/, module: 'jose/jws/compact/sign' };
const CHECKS = { names: /\b(compactVerify|checkSignature)\b/, module: 'jose/jws/compact/verify' };
const NODE = /\b(Buffer|process|require|__dirname)\b|['"]node:/;

const dist = (name: string) => join(root, 'packages', name, 'dist');

/** Names that a pattern finds in a built file: words of strings and comments count as well. */
function found(pattern: RegExp, code: string): string[] {
  return [...new Set([...code.matchAll(new RegExp(pattern, 'g'))].map(([text]) => text))].sort();
}

/** Code of a built module and of all it imports from its package, and the modules it imports from elsewhere. */
function graphOf(file: string): { code: string; modules: string[] } {
  const texts = new Map<string, string>();
  const modules = new Set<string>();
  const waiting = [file];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (texts.has(path)) continue;
    const text = readFileSync(path, 'utf8');
    texts.set(path, text);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (fileName.startsWith('.')) waiting.push(join(dirname(path), fileName));
      else modules.add(fileName);
    }
  }
  return { code: [...texts.values()].join('\n'), modules: [...modules].sort() };
}

describe('the built SDK', () => {
  const files = readdirSync(dist('sdk'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[cm]?js$/.test(path),
  );

  it('has a script tag and modules to look at', () => {
    expect(files).toEqual(expect.arrayContaining(['index.js', 'index.browser.js', 'taskbay.min.js']));
  });

  it.each(files)('%s has no code that signs', (path) => {
    expect(found(SIGNING, readFileSync(join(dist('sdk'), path), 'utf8'))).toEqual([]);
  });

  it.each(files)('%s is made of nothing of the token package', (path) => {
    const map = readFileSync(join(dist('sdk'), `${path}.map`), 'utf8');
    const { sources } = JSON.parse(map) as { sources: string[] };
    expect(sources.filter((source) => /packages\/token|\/token\/src|\/jose\//.test(source))).toEqual([]);
  });

  it('would be caught: the same names are found where they belong', () => {
    expect(found(SIGNING, graphOf(join(dist('token'), 'index.js')).code)).toEqual(
      expect.arrayContaining(['CompactSign', 'HS256', 'authToken', 'jose', 'mintWorkerToken', 'signCapability']),
    );
  });
});

describe('the built token package', () => {
  const graph = (subpath: string) => graphOf(join(dist('token'), `${subpath}.js`));

  it.each(['worker', 'workspace', 'task-queue', 'access'])('mints from /%s without code that verifies', (subpath) => {
    const { code, modules } = graph(subpath);
    expect(found(CHECKS.names, code)).toEqual([]);
    expect(found(MINTS.names, code)).toContain('CompactSign');
    expect(modules.filter((module) => module.startsWith('jose'))).toEqual([MINTS.module]);
  });

  it('verifies from /verify without code that signs', () => {
    const { code, modules } = graph('verify');
    expect(found(MINTS.names, code)).toEqual([]);
    expect(found(CHECKS.names, code)).toContain('compactVerify');
    expect(modules.filter((module) => module.startsWith('jose'))).toEqual(['jose/errors', CHECKS.module]);
  });

  it.each(['policies', 'explain'])('needs no cryptography for /%s', (subpath) => {
    const { code, modules } = graph(subpath);
    expect(found(MINTS.names, code).concat(found(CHECKS.names, code))).toEqual([]);
    expect(modules.filter((module) => module !== 'valibot')).toEqual([]);
  });

  it.each(['index', 'compat'])('names nothing of Node in /%s', (subpath) => {
    expect(found(NODE, graph(subpath).code)).toEqual([]);
  });
});
