// The tests of a strategy must run and pass; without any, live is refused and the other stages are warned.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { strategyTestsGate } from '../../../src/promotion/gates/strategy-tests-gate.ts';
import { blockingGates } from '../../../src/promotion/release/gate.ts';
import { SamplePackage } from '../support/sample-package.ts';

describe('strategyTestsGate', () => {
  let sample: SamplePackage;
  beforeEach(() => {
    sample = new SamplePackage();
  });
  afterEach(() => sample.remove());

  const testFile = (body: string) =>
    sample.write('test/strategies/sample.test.ts', `import { expect, it } from 'vitest';\n${body}\n`);
  const gate = (stage: 'paper' | 'demo' | 'live' = 'paper') => strategyTestsGate(sample.root, 'sample', stage);

  it('counts the tests that pass', async () => {
    testFile("it('a', () => expect(1).toBe(1));\nit('b', () => {});");
    expect(await gate('live')).toMatchObject({ passed: true, value: 2, fix: '' });
  });

  it('fails when one fails', async () => {
    testFile("it('a', () => expect(1).toBe(2));\nit('b', () => {});");
    expect(await gate()).toMatchObject({ passed: false, severity: 'required', value: 1 });
  });

  it('fails when a file has no test that ran, or does not load', async () => {
    testFile("it.skip('a', () => expect(1).toBe(1));");
    expect((await gate()).passed).toBe(false);
    testFile("throw new Error('broken');");
    expect((await gate()).passed).toBe(false);
  });

  it('without tests stops live and warns at paper and demo', async () => {
    const stages = ['paper', 'demo', 'live'] as const;
    const gates = await Promise.all(stages.map(gate));
    expect(gates.map((each) => [each.passed, each.severity])).toEqual([
      [false, 'warning'],
      [false, 'warning'],
      [false, 'required'],
    ]);
    expect(blockingGates(gates)).toEqual([gates[2]]);
  });
});
