import { expect, it } from 'vitest';
import { TradeCondition } from '../../../../src/core/market/event-record.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch } from '../scratch.ts';

const FILES: readonly (readonly [
  file: string,
  symbol: string,
  kind: 'trades' | 'quotes',
  rows: number,
  notRegular: number,
])[] = [
  ['SPY_trades_20131007_20131011.csv.gz', 'SPY', 'trades', 1_887_460, 10],
  ['AIG_trades_20131007_20131011.csv.gz', 'AIG', 'trades', 206_337, 0],
  ['BAC_trades_20131007_20131011.csv.gz', 'BAC', 'trades', 573_620, 0],
  ['AIG_quotes_20131007_20131011.csv.gz', 'AIG', 'quotes', 6_147_113, 0],
  ['BAC_quotes_20131007_20131011.csv.gz', 'BAC', 'quotes', 2_751_147, 0],
];

describeWithRealData(
  'every trade and quote of three shares in five days',
  FILES.map(([file]) => `us-equity-ticks-2013/${file}`),
  (...paths) => {
    it.each(FILES.map((each, index) => [...each, paths[index]!] as const))(
      'is read whole: %s',
      async (_file, symbol, kind, rows, notRegular, path) => {
        const { run, store } = scratch();
        const result = await run('csv', path, { mapping: `us-equity-${kind}`, instrument: symbol });
        expect(result).toMatchObject({ instrument: symbol, rowsRead: rows, rowsAccepted: rows, rowsSkipped: 0 });
        expect(result.parts.reduce((sum, part) => sum + part.rows, 0)).toBe(rows);
        let other = 0;
        for (const { day } of result.parts) {
          const { condition } = await store.readPart(symbol, kind, day);
          for (const each of condition ?? []) if (each === TradeCondition.other) other++;
        }
        expect(other).toBe(notRegular);
      },
    );
  },
);
