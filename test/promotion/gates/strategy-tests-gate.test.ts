// The tests of a strategy must run and pass; without any, live is refused and the other stages are warned.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askedAt } from '../../../src/promotion/gates/gate-table.ts';
import { strategyTestsGate } from '../../../src/promotion/gates/strategy-tests-gate.ts';
import { STAGES } from '../../../src/promotion/release/stage.ts';
import { SamplePackage } from '../support/sample-package.ts';

describe('strategyTestsGate', () => {
  let sample: SamplePackage;
  beforeEach(() => {
    sample = new SamplePackage();
  });
  afterEach(() => sample.remove());

  const testFile = (body: string) =>
    sample.write('test/strategies/sample.test.ts', `import { expect, it } from 'vitest';\n${body}\n`);
  const gate = () => strategyTestsGate(sample.root, 'sample');

  it('counts the tests that pass', async () => {
    testFile("it('a', () => expect(1).toBe(1));\nit('b', () => {});");
    expect(await gate()).toMatchObject({ passed: true, value: 2, fix: '' });
  });

  it('fails when one fails', async () => {
    testFile("it('a', () => expect(1).toBe(2));\nit('b', () => {});");
    expect(await gate()).toMatchObject({ passed: false, value: 1 });
  });

  it('fails when a file has no test that ran, or does not load', async () => {
    testFile("it.skip('a', () => expect(1).toBe(1));");
    expect((await gate()).passed).toBe(false);
    testFile("throw new Error('broken');");
    expect((await gate()).passed).toBe(false);
  });

  it('without tests stops live and warns at paper and demo', async () => {
    const absent = await gate();
    expect(absent).toMatchObject({ passed: false, isMissing: true, value: 0 });
    expect(STAGES.map((stage) => askedAt(absent, stage))).toEqual(['warning', 'warning', 'required']);
    testFile("it('a', () => expect(1).toBe(2));");
    expect(askedAt(await gate(), 'paper')).toBe('required');
  });
});
