// Parts and answers of SQL as frames.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { type FrameSql, openSql, partsFrame } from '../../../src/research/frames/stored-frames.ts';
import { userErrorOf } from '../../adapters/datasets/scratch.ts';
import { candleRows, DAY, TEN_O_CLOCK_US, tradeColumns, writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const store = openStore(temporaryFolder('stored-frames'));
const NEXT = '2025-08-06';
let sql: FrameSql;

beforeAll(async () => {
  await writePart(store, 'trades', DAY, { ...tradeColumns(4), trade_id: [1, 2, 3, 4] });
  await writePart(store, 'trades', NEXT, tradeColumns(2, TEN_O_CLOCK_US + 86_400e6), { provenance: 'synthetic' });
  await writePart(store, 'candles-1m', DAY, candleRows(2));
  await writePart(store, 'quotes', DAY, {
    ...{ time_us: [TEN_O_CLOCK_US], order: [0], flags: [1], bid: [5400], ask: [0], bid_size: [0], ask_size: [0] },
  });
  sql = await openSql(store);
});
afterAll(() => sql.close());

describe('parts', () => {
  it('stand one below the other, with their origin', async () => {
    const trades = await partsFrame(store, { instrument: 'WDOU25', kind: 'trades', from: DAY, to: NEXT });
    expect(trades).toMatchObject({ rows: 6, index: 'time', marks: 'moment' });
    expect(trades.toArrays()).toMatchObject({
      trade_id: [1, 2, 3, 4, undefined, undefined],
      day: [DAY, DAY, DAY, DAY, NEXT, NEXT],
    });
    expect(trades.meta).toMatchObject({ instrument: 'WDOU25', provenance: 'synthetic' });
    expect(trades.meta.sources).toHaveLength(2);
  });

  it('that are candles stand under the time at which they were known', async () => {
    const candles = await partsFrame(store, { instrument: 'WDO', kind: 'candles-1m', from: DAY, to: DAY });
    expect(candles).toMatchObject({ index: 'close_time', marks: 'end' });
    expect(candles.times[0]).toBe(TEN_O_CLOCK_US + 60e6);
  });

  it('mark what the file writes as a number that means none', async () => {
    const quotes = await partsFrame(store, { instrument: 'WDOU25', kind: 'quotes', from: DAY, to: DAY });
    expect(quotes.toRows()[0]).toMatchObject({ bid: 5400, ask: undefined, bid_size: undefined, flags: 1 });
  });

  it('go to Arrow and back as they are', async () => {
    for (const kind of ['trades', 'quotes', 'candles-1m'] as const) {
      const frame = await partsFrame(store, { instrument: 'WDOU25', kind, from: DAY, to: NEXT });
      const back = Frame.fromArrowIpc(frame.toArrowIpc());
      expect(back.toRows()).toEqual(frame.toRows());
      expect(back).toMatchObject({ index: frame.index, marks: frame.marks, meta: frame.meta, names: frame.names });
    }
  });
});

describe('answers of SQL', () => {
  it('are frames, whole and in batches', async () => {
    const frame = await sql.frame('SELECT time, price FROM trades WHERE day = $1 ORDER BY time', [DAY], 'time');
    expect(frame).toMatchObject({ rows: 4, index: 'time' });
    expect(frame.between(TEN_O_CLOCK_US, TEN_O_CLOCK_US + 1e6).rows).toBe(1);
    let rows = 0;
    for await (const batch of sql.frames('SELECT * FROM trades')) rows += batch.rows;
    expect(rows).toBe(6);
    expect(await sql.rows('SELECT count(*) AS n FROM trades')).toEqual([{ n: 6 }]);
    expect(sql.counts).toEqual({ parts: 4, refused: 0 });
  });

  it('have the same rows as the parts', async () => {
    const parts = await partsFrame(store, { instrument: 'WDOU25', kind: 'trades', from: DAY, to: NEXT });
    const answer = await sql.frame('SELECT * FROM trades ORDER BY time');
    expect(answer.select(...parts.names).toRows()).toEqual(parts.toRows());
  });

  it('without times cannot be indexed by them', async () => {
    const error = await userErrorOf(sql.frame('SELECT price FROM trades', [], 'price'));
    expect(error.code).toBe('frame-index');
  });
});
