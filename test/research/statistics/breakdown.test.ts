// Checks that trades are grouped by regime, hour, month and side, and that groups sum to the whole.
import { describe, expect, it } from 'vitest';
import { byExitRole, byHour, byMonth, byRegime, bySide, regimeAt } from '../../../src/research/statistics/breakdown.ts';
import { aTrade, DAY_US, MINUTE_US, NINE_US } from '../report/a-trade.ts';
import { cleanResult } from '../report/generated-result.ts';

const REGIMES = [
  { fromUs: NINE_US, toUs: NINE_US + MINUTE_US, kind: 'range' },
  { fromUs: NINE_US + MINUTE_US, toUs: NINE_US + 2 * MINUTE_US, kind: 'trend_up' },
] as const;

describe('breakdown', () => {
  it('finds the regime of a time; the end of a span belongs to the next', () => {
    expect(regimeAt(REGIMES, NINE_US)).toBe('range');
    expect(regimeAt(REGIMES, NINE_US + MINUTE_US)).toBe('trend_up');
    expect(regimeAt(REGIMES, NINE_US - 1)).toBe('undefined');
    expect(regimeAt(REGIMES, NINE_US + 2 * MINUTE_US)).toBe('undefined');
    expect(regimeAt([], NINE_US)).toBe('undefined');
  });

  it('groups by regime and hour at the entry, by month at the exit', () => {
    const trades = [
      aTrade({ netE4: 5 }),
      aTrade({ netE4: 7, entryTimeUs: NINE_US + 90 * MINUTE_US, exitTimeUs: NINE_US + 30 * DAY_US, side: 'sell' }),
    ];
    const nets = (rows: ReturnType<typeof byHour>) => rows.map((row) => [row.key, row.statistics.netE4]);
    expect(nets(byRegime(trades, REGIMES))).toEqual([
      ['range', 5],
      ['undefined', 7],
    ]);
    expect(nets(byHour(trades))).toEqual([
      ['09', 5],
      ['10', 7],
    ]);
    expect(nets(byMonth(trades))).toEqual([
      ['2025-08', 5],
      ['2025-09', 7],
    ]);
    expect(nets(bySide(trades))).toEqual([
      ['buy', 5],
      ['sell', 7],
    ]);
  });

  it('sums to the whole in every grouping', () => {
    const { trades, regimes } = cleanResult();
    const netE4 = trades.reduce((sum, trade) => sum + trade.netE4, 0);
    for (const rows of [
      byRegime(trades, regimes),
      byHour(trades),
      byMonth(trades),
      bySide(trades),
      byExitRole(trades),
    ]) {
      expect(rows.reduce((sum, row) => sum + row.statistics.netE4, 0)).toBe(netE4);
    }
  });
});
