// A few changed words in; a trial that can be recorded, out.
import type { Trial } from '../../../src/adapters/ledger/trial.ts';

export const DAYS = ['2025-09-01', '2025-09-02', '2025-09-03'];

export function aTrial(changes: Partial<Trial> = {}): Trial {
  return {
    kind: 'backtest',
    strategy: 'wdo-regime',
    outcome: 'finished',
    codeSha256: 'c'.repeat(64),
    release: null,
    settings: { stopPoints: 5 },
    conditions: { costs: 1 },
    model: null,
    seed: 1,
    run: null,
    labels: {},
    data: {
      ...{ instrument: 'WDO', provenance: 'exchange', from: '2025-09-01', to: '2025-09-03' },
      datasets: [{ path: 'datasets/WDOV25/candles-1m/2025-09-01.parquet', sha256: 'a'.repeat(64) }],
    },
    result: {
      digest: 'd'.repeat(64),
      trades: 3,
      measures: {},
      daily: { days: DAYS, netE4: [100_000, -50_000, 0] },
    },
    ...changes,
  };
}
