// Takes a set of trades or quotes of a share; expects the days, the order and the prices that are known of it.

import { expect, it } from 'vitest';
import { describeRealSet, untoldCount } from './describe-real-set.ts';
import type { RealSet } from './real-sets-table.ts';
import { linesOf, rangeOf, storedDays } from './stored-rows.ts';

/** Lowest and highest price of the week: of trades, or from the lowest bid to the highest ask. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  'SPY trades': [164.53, 170.57],
  'AIG trades': [47.18, 50.02],
  'BAC trades': [13.56, 14.41],
  'AIG quotes': [46.87, 50.1],
  'BAC quotes': [13.67, 14.42],
};
const DAYS = ['2013-10-07', '2013-10-08', '2013-10-09', '2013-10-10', '2013-10-11'];

export function describeEquitySet(set: RealSet): void {
  describeRealSet(set, ({ store, files }) => {
    const kind = set.stored.trades === undefined ? 'quotes' : 'trades';

    it('ascends within each of five days, from before the open in New York on', async () => {
      const days = await storedDays(store, kind);
      expect(days.map(({ day }) => day)).toEqual(DAYS);
      for (const { columns } of days) {
        const times = columns.time_us!;
        expect(times.every((timeUs, row) => row === 0 || timeUs >= times[row - 1]!)).toBe(true);
        const first = new Date(times[0]! / 1000).toISOString().slice(11);
        expect(first >= '08:00' && first < '13:30').toBe(true);
      }
    });

    it('has the prices that are known', async () => {
      const days = await storedDays(store, kind);
      const columns = days.map((each) => each.columns);
      const lowest = columns.map(({ price, bid }) => price ?? bid!.filter((each) => each > 0));
      const highest = columns.map(({ price, ask }) => price ?? ask!);
      expect([rangeOf(lowest)[0], rangeOf(highest)[1]]).toEqual(RANGES[`${set.symbol} ${kind}`]);
    });

    if (set.untold.length === 0) return;
    it('has rows that equal the one above in the file, and keeps them', () => {
      const rows = linesOf(files[0]!);
      expect(rows.filter((row, at) => row === rows[at - 1])).toHaveLength(untoldCount(set, 'trades that equal'));
    });
  });
}
