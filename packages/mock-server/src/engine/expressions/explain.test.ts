import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilterExpression } from './contexts.ts';

function explain(text: string, attributes: { [name: string]: string | number }) {
  return compileFilterExpression(text).explain({ task: { attributes }, now: 0 });
}

describe('explain', () => {
  it('names the first false term of an AND with the values it compared', () => {
    expect(explain("lang == 'es' AND level > 3 AND vip == 1", { lang: 'es', level: 2 })).toEqual({
      value: false,
      because: [{ comparison: 'level > 3', left: 2, right: 3, value: false }],
    });
  });

  it('names the first true term of an OR, and every term of a false one', () => {
    expect(explain('level > 3 OR level == 2', { level: 2 }).because).toEqual([
      { comparison: 'level == 2', left: 2, right: 2, value: true },
    ]);
    expect(explain('level > 3 OR lang IN ["es"]', {}).because).toEqual([
      { comparison: 'level > 3', left: null, right: 3, value: false },
      { comparison: "lang IN ['es']", left: null, right: ['es'], value: false },
    ]);
  });

  it('says that blank text has nothing to decide', () => {
    expect(explain(' ', {})).toEqual({ value: false, because: [] });
  });

  it('agrees with the compiled expression', () => {
    const comparison = fc
      .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('==', '!=', '>', '<='), fc.nat(3))
      .map((words) => words.join(' '));
    const joined = fc
      .tuple(comparison, fc.constantFrom('AND', 'OR'), comparison, fc.constantFrom('AND', 'OR'), comparison)
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(joined, fc.record({ a: fc.nat(3), b: fc.nat(3) }), (text, attributes) => {
        const context = { task: { attributes }, now: 0 };
        const compiled = compileFilterExpression(text);
        expect(compiled.explain(context).value).toBe(compiled.matches(context));
      }),
    );
  });
});
