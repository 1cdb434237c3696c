import { describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../../src/core/prediction/model-manifest.ts';
import { VALIDATION_TRADES_LEAST, validationGates } from '../../../src/promotion/gates/validation-gates.ts';

const facts = { from: '2025-12-01', to: '2025-12-30', trades: VALIDATION_TRADES_LEAST };

function model(changes: Partial<ModelManifest> = {}): ModelManifest {
  const training = { from: '2025-08-05', to: '2025-10-30' };
  const validation = { from: '2025-11-03', to: '2025-11-28' };
  return { training, validation, provenance: 'exchange', ...changes } as ModelManifest;
}

function failed(...args: Parameters<typeof validationGates>): readonly string[] {
  return validationGates(...args)
    .filter(({ passed }) => !passed)
    .map(({ id }) => id);
}

describe('the gates of the validation backtest', () => {
  it('pass with trades enough on days that the model has not seen', () => {
    expect(failed(facts, model())).toEqual([]);
    expect(failed({ ...facts, from: '2025-06-02', to: '2025-08-04' }, model())).toEqual([]);
    expect(failed(facts, undefined)).toEqual([]);
  });

  it('fail too few trades', () => {
    expect(failed({ ...facts, trades: VALIDATION_TRADES_LEAST - 1 }, model())).toEqual(['validationTrades']);
  });

  it('fail days that the model was trained or its thresholds were fitted on, be it one', () => {
    for (const [from, to] of [
      ['2025-10-30', '2025-12-30'],
      ['2025-11-28', '2025-12-30'],
      ['2025-06-02', '2025-08-05'],
      ['2025-09-01', '2025-09-02'],
      ['2025-01-02', '2025-12-30'],
    ] as const) {
      expect(failed({ ...facts, from, to }, model())).toEqual(['outOfSample']);
    }
  });

  it('take no date of a synthetic market for a day', () => {
    expect(failed({ ...facts, from: '2025-09-01', to: '2025-09-02' }, model({ provenance: 'synthetic' }))).toEqual([]);
  });
});
