// `qt features`: the catalogue by group and input, one feature, and the errors of the checks.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

const qt = new WarmQt();

async function json(
  ...args: string[]
): Promise<{ readonly code: number | null; readonly out: Record<string, unknown> }> {
  const { code, stdout } = await qt.run(...args, '--json');
  return { code, out: JSON.parse(stdout) as Record<string, unknown> };
}

describe('qt features list', () => {
  it('shows all of them, with what each reads', async () => {
    const { code, out } = await json('features', 'list');
    expect(code).toBe(0);
    expect((out.features as unknown[]).length).toBe(catalogue.size);
    const { stdout } = await qt.run('features', 'list');
    expect(stdout).toContain(`${catalogue.size} features`);
  });

  it('shows those of a group or of an input', async () => {
    const { out } = await json('features', 'list', '--input', 'book');
    const features = out.features as readonly { readonly inputs: readonly string[] }[];
    expect(features.length).toBeGreaterThan(3);
    expect(features.every(({ inputs }) => inputs.includes('book'))).toBe(true);
  });

  it('names the groups where one is mistyped', async () => {
    const { code, out } = await json('features', 'list', '--group', 'flow');
    expect(code).toBe(2);
    expect(out.error).toMatchObject({ code: 'bad-option', fix: expect.stringContaining('order flow') });
  });
});

describe('qt features show', () => {
  it('tells everything of one', async () => {
    const { stdout } = await qt.run('features', 'show', 'emaSlope_20');
    for (const word of ['formula', 'source', 'settled', 'session start', 'between candles'])
      expect(stdout).toContain(word);
  });

  it('proposes the nearest where one is mistyped', async () => {
    const { code, out } = await json('features', 'show', 'emaSlop_20');
    expect(code).toBe(1);
    expect(out.error).toMatchObject({ code: 'feature-unknown', fix: expect.stringContaining('emaSlope_20') });
  });
});

describe('the checks of a file', () => {
  const folder = temporaryFolder('features');
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it.each([
    ['features-missing', () => join(folder, 'nothing.ts')],
    ['features-none', () => file('none.ts', 'export const x = 1;\n')],
    ['features-broken', () => file('broken.ts', 'export const x: = 1;\n')],
  ])('end with %s', async (code, path) => {
    for (const command of ['check', 'leak-check']) {
      const ended = await json('features', command, path());
      expect(ended.code).toBe(1);
      expect(ended.out.error).toMatchObject({ code });
    }
  });

  it('refuse a number of times that is none, and half of an instrument and day', async () => {
    const path = file('none.ts', 'export const x = 1;\n');
    expect((await json('features', 'leak-check', path, '--times', 'many')).out.error).toMatchObject({ field: 'times' });
    const half = await json('features', 'leak-check', file('none2.ts', 'export {};\n'), '--day', '2025-08-05');
    expect(half.code).not.toBe(0);
  });
});
