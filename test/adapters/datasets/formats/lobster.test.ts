import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import { OrderByOrderBook } from '../../../../src/core/candles/order-by-order-book.ts';
import { ORDER_ASK, ORDER_NO_SIDE } from '../../../../src/core/market/order-message.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const NAME = 'AAPL_2012-06-21_34200000_57600000_message_10.csv';
const BOOK_NAME = 'AAPL_2012-06-21_34200000_57600000_orderbook_10.csv';
const DAY = '2012-06-21';
/** 09:30 in New York, in summer time. */
const OPEN_US = Date.UTC(2012, 5, 21, 13, 30) * 1000;
const LINES = [
  '34200.004241176,1,101,300,5853300,1',
  '34200.004260640,1,102,100,5859100,-1',
  '34200.1,2,101,50,5853300,1',
  '34200.25,4,101,100,5853300,1',
  '34200.25,5,0,20,5856000,-1',
  '34201,3,102,100,5859100,-1',
];
const text = (lines: readonly string[]): string => [...lines, ''].join('\n');

describe('messages of LOBSTER', () => {
  it('are messages about orders of the instrument and day in the name of the file, in New York time', async () => {
    const { file, run, store } = scratch();
    const result = await run('lobster', file(NAME, text(LINES)));
    expect(result).toMatchObject({ instrument: 'AAPL', rowsRead: 6, rowsAccepted: 6 });
    const orders = await store.readPart('AAPL', 'orders', DAY);
    expect([...orders.time_us!].map((time) => time - OPEN_US)).toEqual([
      4241, 4260, 100_000, 250_000, 250_000, 1_000_000,
    ]);
    expect([...orders.time_ns!]).toEqual([176, 640, 0, 0, 0, 0]);
    expect([...orders.action!]).toEqual([1, 1, 3, 4, 10, 6]);
    expect([...orders.source_event!]).toEqual([1, 1, 2, 4, 5, 3]);
    expect([...orders.order_id!]).toEqual([101, 102, 101, 101, 0, 102]);
    expect([...orders.price!]).toEqual([585.33, 585.91, 585.33, 585.33, 585.6, 585.91]);
    expect([...orders.flags!]).toEqual([0, ORDER_ASK, 0, 0, ORDER_ASK, ORDER_ASK]);
    expect(Object.keys(orders)).not.toContain('sequence');
  });

  it('are trades where orders are executed, visible or not, with the aggressor on the other side', async () => {
    const { file, run, store } = scratch();
    await run('lobster', file(NAME, text(LINES)));
    const trades = await store.readPart('AAPL', 'trades', DAY);
    expect([...trades.price!]).toEqual([585.33, 585.6]);
    expect([...trades.quantity!]).toEqual([100, 20]);
    expect([...trades.aggressor!]).toEqual([2, 1]);
    expect([...trades.order!]).toEqual([4, 6]);
  });

  it('make the book that their order book file would show', async () => {
    const { file, run, store } = scratch();
    await run('lobster', file(NAME, text(LINES)));
    const { action, flags, order_id, price, quantity } = await store.readPart('AAPL', 'orders', DAY);
    const book = new OrderByOrderBook();
    for (const [row, each] of action!.entries()) {
      book.apply(each, flags![row]!, order_id![row]!, Math.round(price![row]! * 100), quantity![row]!);
    }
    expect(book.orders).toBe(1);
    expect([book.bids.ticksAt(0), book.bids.quantityAt(0)]).toEqual([58533, 150]);
    expect(book.asks.ticksAt(0)).toBeUndefined();
    expect(book.faults).toMatchObject({ unknownCancels: 0, unknownExecutes: 0, unknownRemoves: 0, overdrawn: 0 });
  });

  it('stand on the day of winter time too', async () => {
    const { file, run, store } = scratch();
    await run('lobster', file(NAME.replace('2012-06-21', '2012-12-21'), text(LINES)));
    const orders = await store.readPart('AAPL', 'orders', '2012-12-21');
    expect(orders.time_us![0]).toBe(Date.UTC(2012, 11, 21, 14, 30) * 1000 + 4241);
  });

  it('of halts and crosses leave the book and the trades alone, and are told', async () => {
    const { file, run, store } = scratch();
    const lines = [
      LINES[0]!,
      '35000,7,0,0,-1,-1',
      '35100,7,0,0,0,-1',
      '35200,7,0,0,1,-1',
      '35200.5,6,-3,5000,5855000,-1',
    ];
    const result = await run('lobster', file(NAME, text(lines)));
    const orders = await store.readPart('AAPL', 'orders', DAY);
    expect([...orders.action!]).toEqual([1, 10, 10, 10, 10]);
    expect([...orders.source_event!]).toEqual([1, 7, 7, 7, 6]);
    expect([...orders.flags!]).toEqual([0, ORDER_NO_SIDE, ORDER_NO_SIDE, ORDER_NO_SIDE, ORDER_NO_SIDE]);
    expect([...orders.price!]).toEqual([585.33, 0, 0, 0, 585.5]);
    expect(result.parts.map(({ kind }) => kind)).toEqual(['orders']);
    expect(ownNotices(result)).toEqual([
      `${NAME} has 3 changes of the trading state: trading halted at 09:43:20, quoting resumed at 09:45:00, trading resumed at 09:46:40`,
      `1 rows of ${NAME} are crosses, which sum up executions: they are no trades of their own`,
    ]);
  });

  it('may come with their order book file, which is not read', async () => {
    const { file, home } = scratch();
    const files = [file(NAME, text(LINES)), file(BOOK_NAME, '5859400,200,5853300,18\n')];
    const result = await importFiles({ home, format: 'auto', files });
    expect(result).toMatchObject({ format: 'lobster', rowsRead: 6, rowsAccepted: 6 });
    expect(ownNotices(result)).toEqual([`${BOOK_NAME} holds the book that the messages make, and was not read`]);
  });

  it('are of another instrument than the name of the file where the user says so, which is said', async () => {
    const { file, run } = scratch();
    const result = await run('lobster', file(NAME, text(LINES)), { instrument: 'AAPL.US' });
    expect(result.instrument).toBe('AAPL.US');
    expect(ownNotices(result)).toEqual([
      expect.stringContaining('the name of the file says AAPL, --instrument says AAPL.US'),
    ]);
  });

  it('of one instrument and day cannot be given twice', async () => {
    const { file, home } = scratch();
    const files = [file(NAME, text(LINES)), file(NAME.replace('_10.csv', '_5.csv'), text(LINES))];
    const error = await userErrorOf(importFiles({ home, format: 'lobster', files }));
    expect(error).toMatchObject({
      code: 'wrong-files',
      file: join(home, 'AAPL_2012-06-21_34200000_57600000_message_5.csv'),
    });
  });

  it.each(['messages.csv', 'AAPL_2012-06-31_34200000_57600000_message_10.csv'])(
    'need the day in the name: %s',
    async (name) => {
      const { file, run } = scratch();
      const path = file(name, text(LINES));
      expect(await userErrorOf(run('auto', path))).toMatchObject({
        code: 'wrong-format',
        file: path,
        field: 'file name',
      });
    },
  );

  it.each([
    ['86400.1,1,101,300,5853300,1', 1, 'Time', '86400.1'],
    ['34200.0042411760,1,101,300,5853300,1', 1, 'Time', '34200.0042411760'],
    ['34200.,1,101,300,5853300,1', 1, 'Time', '"34200."'],
    ['34200.00,8,101,300,5853300,1', 2, 'Type', '"8"'],
    ['34200.00,1,0,300,5853300,1', 3, 'Order ID', '"0"'],
    ['34200.00,1,9007199254740992,300,5853300,1', 3, 'Order ID', '9007199254740992'],
    ['34200.00,1,101,0,5853300,1', 4, 'Size', '"0"'],
    ['34200.00,1,101,300,-5853300,1', 5, 'Price', '-5853300'],
    ['34200.00,1,101,300,58533.00,1', 5, 'Price', '58533.00'],
    ['34200.00,1,101,300,5853300,0', 6, 'Direction', '"0"'],
    ['34200.00,1,101,300,5853300,-11', 6, 'Direction', '"-11"'],
    ['34200.00,7,0,0,2,-1', 5, 'Price', '"2"'],
    ['34200.00,1,101,300,5853300', 5, 'Price', '6 fields'],
  ])('that are wrong stop the import and name the place: %s', async (line, column, field, found) => {
    const { file, run, store } = scratch();
    const path = file(NAME, text([LINES[0]!, line]));
    const error = await userErrorOf(run('lobster', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 2, column, field });
    expect(error.message).toContain(found);
    expect(store.instruments()).toEqual([]);
  });
});
