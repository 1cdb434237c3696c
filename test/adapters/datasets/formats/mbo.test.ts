import { describe, expect, it } from 'vitest';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { OrderByOrderBook } from '../../../../src/core/candles/order-by-order-book.ts';
import { ORDER_ASK, ORDER_MORE, ORDER_NO_SIDE, ORDER_SNAPSHOT } from '../../../../src/core/market/order-message.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const HEADER = 'ts_recv_ns,ts_event_ns,action,side,price,size,order_id,flags,sequence';
const DATABENTO =
  'ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,price,size,channel_id,order_id,flags,ts_in_delta,sequence,symbol';
const text = (lines: readonly string[], header = HEADER): string => [header, ...lines, ''].join('\n');

const SNAPSHOT = '1703462400000000000,1703422805243925307,A,B,4799.00,2,6412777162812,40,682';
const ADD = '1703541600181198464,1703541600180087113,A,A,4797.50,6,6412777264941,130,4957';
const TRADE = '1703545200107250074,1703545200085275419,T,B,4800.25,5,6412777265520,0,6006';
const FILL = '1703545200107250074,1703545200085275419,F,A,4800.25,5,6412777264941,0,6006';
const CANCEL = '1703545200107250074,1703545200085275419,C,A,4800.25,5,6412777264941,128,6006';

describe('rows of an order-by-order file', () => {
  it('are messages about orders with action, side, both times to the nanosecond and sequence', async () => {
    const { file, run, store } = scratch();
    const path = file('ESH4_mbo_20231225.csv', text([ADD, TRADE, FILL, CANCEL]));
    expect(await run('mbo', path)).toMatchObject({ instrument: 'ESH4', rowsRead: 4, rowsAccepted: 4 });
    const orders = await store.readPart('ESH4', 'orders', '2023-12-25');
    expect([...orders.action!]).toEqual([1, 7, 8, 3]);
    expect([...orders.flags!]).toEqual([ORDER_ASK, ORDER_MORE, ORDER_ASK | ORDER_MORE, ORDER_ASK]);
    expect([...orders.order_id!]).toEqual([6412777264941, 6412777265520, 6412777264941, 6412777264941]);
    expect([...orders.price!]).toEqual([4797.5, 4800.25, 4800.25, 4800.25]);
    expect([...orders.quantity!]).toEqual([6, 5, 5, 5]);
    expect([orders.time_us![0], orders.time_ns![0]]).toEqual([1703541600180087, 113]);
    expect([orders.received_us![0], orders.received_ns![0]]).toEqual([1703541600181198, 464]);
    expect([...orders.sequence!]).toEqual([4957, 6006, 6006, 6006]);
  });

  it('that trade are trades too, with the side of the aggressor', async () => {
    const { file, run, store } = scratch();
    const sides = ['A', 'B', 'N'].map((side) => TRADE.replace(',T,B,', `,T,${side},`));
    await run('mbo', file('ESH4_mbo.csv', text(sides)));
    const trades = await store.readPart('ESH4', 'trades', '2023-12-25');
    expect([...trades.aggressor!]).toEqual([2, 1, 0]);
    expect([trades.price![0], trades.quantity![0], trades.time_ns![0]]).toEqual([4800.25, 5, 419]);
    const orders = await store.readPart('ESH4', 'orders', '2023-12-25');
    expect([...orders.flags!].map((flags) => flags & ~ORDER_MORE)).toEqual([ORDER_ASK, 0, ORDER_NO_SIDE]);
    expect([...trades.order!, ...orders.order!].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('of a snapshot stand at the time of the snapshot, which is said', async () => {
    const { file, run, store } = scratch();
    const result = await run('mbo', file('ESH4_mbo.csv', text([SNAPSHOT, ADD])));
    const orders = await store.readPart('ESH4', 'orders', '2023-12-25');
    expect([...orders.time_us!]).toEqual([1703462400000000, 1703541600180087]);
    expect([...orders.flags!]).toEqual([ORDER_MORE | ORDER_SNAPSHOT, ORDER_ASK]);
    expect(ownNotices(result)).toEqual([expect.stringContaining('1 rows of ESH4_mbo.csv are a snapshot')]);
  });

  it('may clear the book or inform without a price', async () => {
    const { file, run, store } = scratch();
    const row = (action: string, price: string): string =>
      `1703541600181198464,1703541600180087113,${action},N,${price},0,0,136,1`;
    const lines = [row('R', '0'), row('R', ''), row('N', '9223372036854775807'), ADD];
    await run('mbo', file('ESH4_mbo.csv', text(lines)));
    const orders = await store.readPart('ESH4', 'orders', '2023-12-25');
    expect([...orders.action!]).toEqual([9, 9, 10, 1]);
    expect([...orders.price!]).toEqual([0, 0, 0, 4797.5]);
  });

  it('of a new day in UTC by the time of receipt begin a new part', async () => {
    const { file, run } = scratch();
    const before = '1703548799999999999,1703548799999000000,A,A,4811.25,1,7,130,1';
    const after = '1703548800000000000,1703548799999500000,A,A,4811.25,1,8,130,2';
    const result = await run('mbo', file('ESH4_mbo.csv', text([before, after])));
    expect(result.parts.map(({ day, rows }) => [day, rows])).toEqual([
      ['2023-12-25', 1],
      ['2023-12-26', 1],
    ]);
  });

  it.each([
    [
      'times in words and printed prices',
      '2023-12-25T22:00:00.181198464Z,2023-12-25T22:00:00.180087113Z',
      '4797.500000000',
    ],
    ['counted times and fixed prices', '1703541600181198464,1703541600180087113', '4797500000000'],
  ])('are the same in the csv of Databento, with %s', async (_, times, price) => {
    const { file, run, store } = scratch();
    const line = `${times},160,1,17077,A,A,${price},6,0,6412777264941,130,22432,4957,ESH4`;
    const result = await run('auto', file('glbx-mdp3-20231225.mbo.csv', text([line], DATABENTO)));
    expect(result).toMatchObject({ format: 'mbo', instrument: 'ESH4' });
    const plain = scratch();
    await plain.run('mbo', plain.file('ESH4.csv', text([ADD])));
    expect(await store.readPart('ESH4', 'orders', '2023-12-25')).toEqual(
      await plain.store.readPart('ESH4', 'orders', '2023-12-25'),
    );
  });

  it('of one symbol may be stored under another name, which is said, but not as a future that is built in', async () => {
    const { file, run } = scratch();
    const line = '1703541600181198464,1703541600180087113,160,1,1,A,A,4797.5,6,0,7,130,1,1,ESH4';
    const path = file('x.csv', text([line], DATABENTO));
    const result = await run('mbo', path, { instrument: 'ES-2024H' });
    expect(result.instrument).toBe('ES-2024H');
    expect(ownNotices(result)).toEqual(['The rows of x.csv name ESH4: they are imported as ES-2024H (--instrument)']);
    const error = await userErrorOf(run('mbo', path, { instrument: 'WDOU25' }));
    expect(error).toMatchObject({ code: 'instrument-differs', line: 2, column: 15, field: 'symbol' });
  });

  it('that name no symbol are what the user says, and the name of the file is told', async () => {
    const { file, run } = scratch();
    const result = await run('mbo', file('ESH4_mbo.csv', text([ADD])), { instrument: 'ESM4' });
    expect(result.instrument).toBe('ESM4');
    expect(ownNotices(result)).toEqual([expect.stringContaining('name of the file says ESH4, --instrument says ESM4')]);
  });

  it('of several symbols cannot all be stored as one', async () => {
    const { file, run } = scratch();
    const line = (symbol: string): string =>
      `1703541600181198464,1703541600180087113,160,1,1,A,A,4797.5,6,0,7,130,1,1,${symbol}`;
    const path = file('x.csv', text([line('ESH4'), line('ESM4')], DATABENTO));
    expect(await run('mbo', path)).toMatchObject({ instruments: 2 });
    const error = await userErrorOf(run('mbo', path, { instrument: 'ES', replace: true }));
    expect(error).toMatchObject({ code: 'bad-line', line: 3, column: 15, field: 'symbol' });
  });

  it('need an instrument where neither the file nor its name tells one', async () => {
    const { file, run } = scratch();
    const path = file('orders.csv', text([ADD]));
    expect(await userErrorOf(run('mbo', path))).toMatchObject({ code: 'instrument-unknown', file: path });
    expect(await run('mbo', path, { instrument: 'ESH4' })).toMatchObject({ instrument: 'ESH4' });
  });

  it.each([
    [ADD.replace('1703541600181198464', '1703541600181198'), 1, 'ts_recv_ns', '1703541600181198'],
    [ADD.replace('1703541600181198464', '1703441600181198464'), 1, 'ts_recv_ns', 'the same day as the rows above'],
    [ADD.replace('1703541600180087113', '17035416001800x7113'), 2, 'ts_event_ns', '17035416001800x7113'],
    [ADD.replace(',A,A,', ',X,A,'), 3, 'action', '"X"'],
    [ADD.replace(',A,A,', ',AA,A,'), 3, 'action', '"AA"'],
    [ADD.replace(',A,A,', ',A,S,'), 4, 'side', '"S"'],
    [ADD.replace('4797.50', '0'), 5, 'price', '"0"'],
    [ADD.replace('4797.50', '-4797.50'), 5, 'price', '-4797.50'],
    [ADD.replace('4797.50', ''), 5, 'price', 'nothing'],
    [ADD.replace(',6,', ',6.5,'), 6, 'size', '6.5'],
    [ADD.replace('6412777264941', '9007199254740992'), 7, 'order_id', '9007199254740992'],
    [ADD.replace(',130,', ',256,'), 8, 'flags', '256'],
    [ADD.replace(',130,', ',144,'), 8, 'flags', '144'],
    [ADD.replace('4957', '-4957'), 9, 'sequence', '-4957'],
    [`${ADD},1`, 9, 'sequence', '9 fields'],
  ])('that are wrong stop the import and name the place: %s', async (line, column, field, found) => {
    const { file, run, store } = scratch();
    const path = file('ESH4_mbo.csv', text([SNAPSHOT, line]));
    const error = await userErrorOf(run('mbo', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 3, column, field });
    expect(error.message).toContain(found);
    expect(store.instruments()).toEqual([]);
  });

  it('of another schema are refused by their record type, and of another header by its missing column', async () => {
    const { file, run } = scratch();
    const line = '1703541600181198464,1703541600180087113,0,1,1,A,A,4797.5,6,0,7,130,1,1,ESH4';
    const error = await userErrorOf(run('mbo', file('a.csv', text([line], DATABENTO))));
    expect(error).toMatchObject({ line: 2, column: 3, field: 'rtype' });
    const header = await userErrorOf(run('mbo', file('b.csv', text([ADD], HEADER.replace('order_id', 'id')))));
    expect(header).toMatchObject({ code: 'wrong-format', line: 1, field: 'order_id' });
  });
});

describeWithRealData('the orders of ESH4 on 2023-12-25', ['cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz'], (path) => {
  const AFTER_OPEN_US = Date.UTC(2023, 11, 25, 23, 0, 1) * 1000;

  /** Events that have ended after the opening, and how many of them left the book crossed or locked. */
  function replay(orders: PartColumns, book: OrderByOrderBook): { ends: number; crossed: number; spreadOne: number } {
    const seen = { ends: 0, crossed: 0, spreadOne: 0 };
    for (let row = 0; row < orders.action!.length; row++) {
      const ticks = orders.price![row]! / 0.25;
      book.apply(orders.action![row]!, orders.flags![row]!, orders.order_id![row]!, ticks, orders.quantity![row]!);
      if ((orders.flags![row]! & ORDER_MORE) !== 0 || orders.time_us![row]! < AFTER_OPEN_US) continue;
      const spread = book.asks.ticksAt(0)! - book.bids.ticksAt(0)!;
      seen.ends++;
      if (spread <= 0) seen.crossed++;
      if (spread === 1) seen.spreadOne++;
    }
    return seen;
  }

  it('are all rows of the file, and the trades among them', async () => {
    const { run, store } = scratch();
    const result = await run('auto', path!);
    expect(result).toMatchObject({ format: 'mbo', instrument: 'ESH4', rowsRead: 68_792, rowsAccepted: 68_792 });
    expect(result.parts.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['trades', 2973],
      ['orders', 68_792],
    ]);
    const trades = await store.readPart('ESH4', 'trades', '2023-12-25');
    expect(trades.quantity!.reduce((sum, quantity) => sum + quantity, 0)).toBe(9892);
    expect([Math.min(...trades.price!), Math.max(...trades.price!)]).toEqual([4800.25, 4811.75]);
    const orders = await store.readPart('ESH4', 'orders', '2023-12-25');
    expect(orders.flags!.filter((flags) => (flags & ORDER_SNAPSHOT) !== 0)).toHaveLength(8725);
    expect(orders.time_us!.every((time, row) => row === 0 || time >= orders.time_us![row - 1]!)).toBe(true);
  });

  it('make a book without an unknown order and never crossed after the opening', async () => {
    const { run, store } = scratch();
    await run('mbo', path!);
    const book = new OrderByOrderBook();
    const { ends, crossed, spreadOne } = replay(await store.readPart('ESH4', 'orders', '2023-12-25'), book);
    expect(book.faults).toMatchObject({ unknownCancels: 0, unknownModifies: 0, unknownFills: 7, duplicateAdds: 0 });
    expect({ ends, crossed }).toEqual({ ends: 45_561, crossed: 0 });
    expect(spreadOne / ends).toBeCloseTo(0.91, 2);
  });
});
