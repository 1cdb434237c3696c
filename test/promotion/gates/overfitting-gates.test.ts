// A promotion is told what its validation is worth after all trials on the same days, and where nothing can be said.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordTrial, recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import { overfittingGates } from '../../../src/promotion/gates/overfitting-gates.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { TempHome } from '../support/sample-release.ts';
import { yearlyTrial } from '../support/yearly-trial.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const faults = (entry: { readonly seq: number; readonly sha256: string }): readonly string[] =>
  overfittingGates(temp.home, { entry })
    .filter(({ passed }) => !passed)
    .map(({ id }) => id);

describe('the gates against overfitting', () => {
  it('fail the best of many on noise, with figures, limits and what to do', () => {
    recordTrials(
      temp.home,
      Array.from({ length: 40 }, (_, at) => yearlyTrial(at + 2, 0)),
    );
    const gates = overfittingGates(temp.home, {
      entry: recordTrial(temp.home, yearlyTrial(1, 0.1, { kind: 'validation' })),
    });
    expect(gates.map(({ id }) => id)).toEqual(['deflatedSharpe', 'overfitting', 'doubledCosts', 'oneDay']);
    const sharpe = gates[0]!;
    expect(sharpe).toMatchObject({ passed: false, limit: 0.95, value: expect.any(Number) });
    expect(sharpe.value).toBeLessThan(0.5);
    expect(sharpe.fix).toContain('each variant');
  });

  it('pass what is far beyond luck among its trials', () => {
    recordTrials(
      temp.home,
      Array.from({ length: 10 }, (_, at) => yearlyTrial(at + 2, 0)),
    );
    expect(faults(recordTrial(temp.home, yearlyTrial(1, 1, { kind: 'validation' })))).toEqual([]);
  });

  it('say that a single trial tells nothing of overfitting', () => {
    expect(faults(recordTrial(temp.home, yearlyTrial(1, 1, { kind: 'validation' })))).toEqual(['overfitting']);
  });

  it('say that nothing judged what has no result by day', () => {
    const result = { ...aTrial().result, daily: null };
    const threw = aTrial({ kind: 'validation', outcome: 'threw', result });
    const gates = overfittingGates(temp.home, { entry: recordTrial(temp.home, threw) });
    // none is left out: a gate that was not judged has not passed
    expect(gates.map(({ id }) => id)).toEqual(['deflatedSharpe', 'overfitting', 'doubledCosts', 'oneDay']);
    for (const gate of gates) {
      expect(gate).toMatchObject({ passed: false, value: null });
      expect(gate.reason).toContain('Nothing judged the result by the trials behind it');
    }
  });
});
