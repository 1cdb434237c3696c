// Regimes in columns beside those that a study of the same days gives, and cut to what was known.
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/adapters/datasets/sql/column-table.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { regimeColumns } from '../../../src/research/ensembles/regime-columns.ts';
import { candleColumns, closeTimes } from '../../../src/research/frames/candle-columns.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { regimeRun } from '../../../src/research/regime/regime-run.ts';
import { syntheticSessions } from '../../../src/research/training/synthetic-sessions.ts';

const days = syntheticSessions({ root: 'WDO', seed: 3, days: 4, from: '2025-03-03', edge: 1 }, '1m').days.map(
  (day) => ({
    day: day.session.day,
    contract: day.contract,
    candles: day.candles,
  }),
);
const candles = days.flatMap((each) => each.candles);
const text = (of: 'day' | 'contract') => days.flatMap((each) => each.candles.map(() => each[of]));
const frame = new Frame(
  {
    rows: candles.length,
    columns: new Map([['close_time', closeTimes(candles)], ...candleColumns(candles)]),
  },
  { index: 'close_time', marks: 'end' },
)
  .withColumn('day', text('day'))
  .withColumn('contract', text('contract'));

describe('regimeColumns', () => {
  it('has the regimes of a study of the same days', () => {
    const spec = ruleRegime();
    const settled = spec.create().settled;
    const studied = regimeRun(
      days.map((each, at) => ({
        ...each,
        before: days
          .slice(0, at)
          .flatMap((d) => (d.contract === each.contract ? d.candles : []))
          .slice(-settled),
      })),
      spec,
    );
    const columns = regimeColumns(frame, spec);
    expect(columns.toArrays().regime).toEqual(studied.kinds);
    expect(columns.column('regime_confidence').values).toEqual(studied.confidence);
    expect(new Set(studied.kinds).size).toBe(4);
    expect(columns.times).toEqual(frame.times);
  });

  it('does not look forward', () => {
    const whole = rowsOf(regimeColumns(frame, ruleRegime()));
    const half = rowsOf(regimeColumns(frame.slice(0, 700), ruleRegime()));
    expect(half).toEqual(whole.slice(0, 700));
  });
});
