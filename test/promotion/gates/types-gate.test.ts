// Sources and a strategy that compile pass; one wrong type anywhere fails, with its place.

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typesGate } from '../../../src/promotion/gates/types-gate.ts';
import { SamplePackage } from '../support/sample-package.ts';

describe('typesGate', () => {
  let sample: SamplePackage;
  beforeEach(() => {
    sample = new SamplePackage();
  });
  afterEach(() => sample.remove());

  it('passes sources and a strategy that compile', async () => {
    const gate = await typesGate(sample.root, join(sample.root, 'strategies/sample.ts'));
    expect(gate).toMatchObject({ passed: true, value: 0 });
  });

  it('fails a strategy that names what does not exist', async () => {
    const misnamed =
      "import { defineStrategy } from 'quantumtrader';\nexport default defineStrategy({ nam: 'other' });\n";
    const gate = await typesGate(sample.root, sample.write('strategies/misnamed.ts', misnamed));
    expect(gate).toMatchObject({ passed: false, value: 1 });
  });

  it('fails with the first error and their number', async () => {
    const file = sample.write('strategies/wrong.ts', 'export const a: number = "x";\nexport const b: string = 1;\n');
    const gate = await typesGate(sample.root, file);
    expect(gate).toMatchObject({ id: 'types', passed: false, value: 2, limit: 0 });
    expect(gate.reason).toContain('wrong.ts(1,14): error TS2322');
  });

  it('fails when a source is wrong that the strategy does not import', async () => {
    sample.write('src/core/unused.ts', 'export const a: number = "x";\n');
    const gate = await typesGate(sample.root, join(sample.root, 'strategies/sample.ts'));
    expect(gate).toMatchObject({ passed: false, value: 1 });
  });

  it('fails when the compiler cannot run', async () => {
    const gate = await typesGate(join(sample.root, 'nothing'), 'x.ts');
    expect(gate.passed).toBe(false);
  });

  it('finds what was broken after a clean check, in a source and in the strategy', async () => {
    const strategy = join(sample.root, 'strategies/sample.ts');
    expect(await typesGate(sample.root, strategy)).toMatchObject({ passed: true });
    const whole = "export { defineStrategy, type Strategy } from './core/strategy.ts';\n";
    sample.write('src/core/strategy.ts', 'export interface Strategy { readonly name: number }\n'.concat(DEFINED));
    const changed = await typesGate(sample.root, strategy);
    expect(changed).toMatchObject({ passed: false, value: 1 });
    expect(changed.reason).toContain('strategies/sample.ts');
    sample.write('src/core/strategy.ts', 'export interface Strategy { readonly name: string }\n'.concat(DEFINED));
    sample.write('src/index.ts', whole);
    expect(await typesGate(sample.root, strategy)).toMatchObject({ passed: true });
    expect(
      await typesGate(sample.root, sample.write('strategies/sample.ts', 'export const a: 1 = 2;\n')),
    ).toMatchObject({
      passed: false,
    });
  });
});

const DEFINED = 'export function defineStrategy(strategy: Strategy): Strategy {\n  return strategy;\n}\n';
