import { describe, expect, it } from 'vitest';
import { CHECKS } from './checks.ts';
import { sdkDesk } from './desk.ts';
import { naiveDesk } from './naive.ts';
import { onStage } from './stage.ts';

const KINDS = [sdkDesk('access'), sdkDesk('capability')];

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  it.each(CHECKS.map(({ title, run }) => [title, run] as const))('%s', (_title, run) => onStage(kind, run));
});

describe('a naive client fails', () => {
  it.each(CHECKS.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
    await expect(onStage(naiveDesk, run)).rejects.toThrow(/^expected /);
  });
});
