// A real day of DOLK20, imported: candles, quotes and joins come out the same by two ways that share no code.
import { beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import type { Row } from '../../../src/adapters/datasets/sql/column-table.ts';
import { openSql } from '../../../src/adapters/datasets/sql/open-sql.ts';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { partsFrame } from '../../../src/research/frames/stored-frames.ts';
import { tradingData } from '../../../src/research/frames/trading-data.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const DAY = '2020-04-02';
const TRADES_OF_DAY = { instrument: 'DOL', from: DAY, to: DAY, kind: 'trades' } as const;

describeWithRealData('a real day', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (file) => {
  const home = temporaryFolder('real-day');
  const store = openStore(home, { acceptRefused: true });
  const part = (kind: 'trades' | 'quotes') => partsFrame(store, { instrument: 'DOLK20', kind, from: DAY, to: DAY });

  async function ask(sql: string): Promise<Row[]> {
    const session = await openSql(store);
    try {
      return await session.rows(sql);
    } finally {
      session.close();
    }
  }

  beforeAll(async () => {
    await importFiles({ home, format: 'mt5-ticks', files: [file!] });
  });

  describe('in candles', () => {
    it('is what SQL makes of the trades', async () => {
      const { candles } = await tradingData(store, { ...TRADES_OF_DAY, candle: '1m' });
      const rows = await ask(`
        SELECT (time_us // 60000000 + 1) * 60000000 AS close_time, first(price ORDER BY "order") AS open, max(price) AS high,
          min(price) AS low, last(price ORDER BY "order") AS close, sum(quantity) AS volume, count(*) AS trades
        FROM trades GROUP BY ALL ORDER BY ALL`);
      expect(rows).toHaveLength(537);
      expect(candles.drop('open_time', 'day', 'contract').toRows()).toEqual(rows);
    });

    it('is what a resampled frame of the trades is', async () => {
      const { candles } = await tradingData(store, { ...TRADES_OF_DAY, candle: '5m' });
      const spans = (await part('trades')).resample('5m', {
        ...{ open: { of: 'price', by: 'first' }, high: { of: 'price', by: 'max' }, low: { of: 'price', by: 'min' } },
        ...{ close: { of: 'price', by: 'last' }, volume: { of: 'quantity', by: 'sum' } },
      });
      expect(spans.rows).toBe(108);
      expect(candles.toArrays().open_time).toEqual(spans.toArrays().time);
      for (const name of ['open', 'high', 'low', 'close', 'volume']) {
        expect(candles.toArrays()[name]).toEqual(spans.toArrays()[name]);
      }
    });
  });

  it('has at the end of each candle the quote that SQL finds', async () => {
    const { orderbook } = await tradingData(store, { ...TRADES_OF_DAY, candle: '1m' });
    const rows = await ask(`
      WITH ends AS (SELECT DISTINCT (time_us // 60000000 + 1) * 60000000 AS close_time FROM trades),
        last_quotes AS (SELECT time_us, max_by(bid, "order") AS bid, max_by(ask, "order") AS ask FROM quotes GROUP BY ALL)
      SELECT close_time, bid, ask FROM ends ASOF LEFT JOIN last_quotes ON close_time >= time_us ORDER BY close_time`);
    expect(orderbook.select('bid', 'ask').toRows()).toEqual(rows);
  });

  it('goes to Arrow and back in every value', async () => {
    for (const kind of ['trades', 'quotes'] as const) {
      const frame = await part(kind);
      const back = Frame.fromArrowIpc(frame.toArrowIpc());
      expect(back.rows).toBe(kind === 'trades' ? 33_118 : 30_511);
      for (const name of frame.names) expect(back.column(name).values, name).toEqual(frame.column(name).values);
    }
  });
});
