// Checks that marked equity is cut into days by Sao Paulo time and that no day is lost.
import { describe, expect, it } from 'vitest';
import { dailyResults } from '../../../src/research/statistics/daily-results.ts';
import { aTrade, DAY_US, MINUTE_US, NINE_US } from '../report/a-trade.ts';

describe('daily results', () => {
  it('are changes of marked equity since the last mark of the day before, from 0', () => {
    const equity = {
      timeUs: [NINE_US, NINE_US + MINUTE_US, NINE_US + DAY_US, NINE_US + DAY_US + MINUTE_US],
      netE4: [-30, 100, 40, 170],
    };
    const trades = [aTrade({}), aTrade({ entryTimeUs: NINE_US + DAY_US, exitTimeUs: NINE_US + DAY_US + MINUTE_US })];
    expect(dailyResults(equity, trades, ['2025-08-05', '2025-08-06', '2025-08-07'])).toEqual([
      { day: '2025-08-05', netE4: 100, deepestLossE4: 30, trades: 1 },
      { day: '2025-08-06', netE4: 70, deepestLossE4: 60, trades: 1 },
      { day: '2025-08-07', netE4: 0, deepestLossE4: 0, trades: 0 },
    ]);
  });

  it('take a mark at 23:30 UTC to the local day', () => {
    const late = Date.UTC(2025, 7, 6, 1, 30) * 1000;
    expect(dailyResults({ timeUs: [late], netE4: [5] }, [], []).map((day) => day.day)).toEqual(['2025-08-05']);
  });
});
