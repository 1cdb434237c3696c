import { describe, expect, it } from 'vitest';
import { type ImportOptions, importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { OrderByOrderBook } from '../../../../src/core/candles/order-by-order-book.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { ORDER_ASK, ORDER_MORE, ORDER_SNAPSHOT, OrderAction } from '../../../../src/core/market/order-message.ts';
import { framed, frameLine, type OferEventSpec, oferFiles, oferLine } from '../../../support/ofer-files.ts';
import { oferFlow } from '../../../support/ofer-flow.ts';
import { zipArchive } from '../../../support/zip-archive.ts';
import { ownNotices } from '../own-notices.ts';
import { type Scratch, scratch, userErrorOf } from '../scratch.ts';

const DAY = '2016-01-18';
const CPA = 'OFER_CPA_BMF_20160118.TXT';
const VDA = 'OFER_VDA_BMF_20160118.TXT';
const TICK = 0.5;
const at = (hour: number, minute: number, second: number, us = 0, day = 18): number =>
  localToUtcUs(2016, 1, day, hour, minute, second, us);

/** A bid of 20 that two sellers hit, one of them after it moved its price; then what is left is withdrawn. */
const EVENTS: readonly OferEventSpec[] = [
  { side: 'buy', order: 473, message: 5367, event: 1, time: '09:00:08.884000', price: 4050, total: 20, broker: 3 },
  { side: 'sell', order: 963, message: 6150, event: 1, time: '09:00:39.528000', price: 4052, total: 1, broker: 308 },
  {
    side: 'sell',
    order: 963,
    message: 6215,
    event: 2,
    time: '09:00:41.018000',
    price: 4051.5,
    total: 1,
    status: '5',
    broker: 308,
  },
  { side: 'sell', order: 970, message: 7390, event: 1, time: '09:00:46.642000', price: 4050, total: 3, broker: 8 },
  {
    side: 'buy',
    order: 473,
    message: 7391,
    event: 4,
    time: '09:00:46.642000',
    price: 4050,
    total: 20,
    traded: 3,
    status: '1',
    aggressor: 2,
  },
  {
    side: 'sell',
    order: 970,
    message: 7392,
    event: 4,
    time: '09:00:46.642000',
    price: 4050,
    total: 3,
    traded: 3,
    status: '2',
    aggressor: 1,
    broker: 8,
  },
  {
    side: 'buy',
    order: 473,
    message: 7400,
    event: 3,
    time: '09:00:47.000000',
    price: 4050,
    total: 20,
    traded: 3,
    status: '4',
  },
];

async function imported(
  { home, file }: Scratch,
  files: Readonly<Record<string, string | Uint8Array>>,
  more: Partial<ImportOptions> = {},
): ReturnType<typeof importFiles> {
  const paths = Object.entries(files).map(([name, content]) => file(name, content));
  return importFiles({ home, format: 'b3-orders', files: paths, ...more });
}

const ordersOf = ({ home }: Scratch, symbol = 'WDOG16'): Promise<PartColumns> =>
  openStore(home, { acceptRefused: true }).readPart(symbol, 'orders', DAY);

function feed(book: OrderByOrderBook, orders: PartColumns, to = orders.time_us!.length): OrderByOrderBook {
  for (let row = 0; row < to; row++) {
    const { action, flags, order_id: id, price, quantity } = orders;
    book.apply(action![row]!, flags![row]!, id![row]!, price![row]! / TICK, quantity![row]!);
  }
  return book;
}

describe("B3's historical order files", () => {
  it('give both sides in the order of the messages of the exchange', async () => {
    const place = scratch();
    const { buy, sell } = oferFiles(EVENTS);
    const result = await imported(place, { [CPA]: buy, [VDA]: sell }, { format: 'auto' });
    expect(result).toMatchObject({ format: 'b3-orders', instrument: 'WDOG16', rowsRead: 7, rowsAccepted: 7 });
    expect(ownNotices(result)).toEqual([]);
    const orders = await ordersOf(place);
    const { add, modify, remain, remove } = OrderAction;
    expect([...orders.sequence!]).toEqual(EVENTS.map(({ message }) => message));
    expect([...orders.order_id!]).toEqual(EVENTS.map(({ order }) => order));
    expect([...orders.price!]).toEqual(EVENTS.map(({ price }) => price));
    expect([...orders.action!]).toEqual([add, add, modify, add, remain, remain, remove]);
    expect([...orders.quantity!]).toEqual([20, 1, 1, 3, 17, 0, 17]);
    expect([...orders.flags!]).toEqual([0, ORDER_ASK, ORDER_ASK, ORDER_ASK | ORDER_MORE, ORDER_MORE, ORDER_ASK, 0]);
    expect([...orders.source_event!]).toEqual([1, 1, 2, 1, 4, 4, 3]);
    expect([...orders.agent!]).toEqual([3, 308, 308, 8, 3, 8, 3]);
    expect([...orders.order!]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(orders.time_us![0]).toBe(at(9, 0, 8, 884_000));
    expect(place.store.manifest(place.store.parts('WDOG16', 'orders')[0]!)).toMatchObject({
      bookSource: 'orders',
      sources: [{ file: CPA }, { file: VDA }],
    });
  });

  it('make the book: no unknown order, and never crossed where an event ends', async () => {
    const place = scratch();
    const { buy, sell } = oferFiles(EVENTS);
    await imported(place, { [VDA]: sell, [CPA]: buy });
    const orders = await ordersOf(place);
    const book = feed(new OrderByOrderBook(), orders, 6);
    expect([book.quantityOf(473), book.quantityOf(963), book.quantityOf(970)]).toEqual([17, 1, undefined]);
    expect([book.ticksOf(473), book.ticksOf(963)]).toEqual([8100, 8103]);
    expect(Object.values(book.faults).every((count) => count === 0)).toBe(true);
  });

  it.each([1, 2, 3])('make the book of a random flow of orders, queues included (seed %i)', async (seed) => {
    const place = scratch();
    const { events, book: expected } = oferFlow(randomOf(seed), 1500);
    const { buy, sell } = oferFiles(events);
    const result = await imported(place, { [CPA]: buy, [VDA]: sell });
    expect(result.rowsAccepted).toBe(events.length);
    const book = feed(new OrderByOrderBook(), await ordersOf(place));
    expect(Object.entries(book.faults).filter(([, count]) => count > 0)).toEqual([]);
    expect(book.orders).toBe(expected.length);
    for (const [index, { id, side, price, total, traded }] of expected.entries()) {
      expect([book.sideOf(id), book.ticksOf(id), book.quantityOf(id)]).toEqual([side, price / TICK, total - traded]);
      const ahead = expected.slice(0, index).filter((other) => other.side === side && other.price === price);
      expect(book.ordersAhead(id)).toBe(ahead.length);
    }
  });

  it.each([
    [1, 0, OrderAction.add],
    [1, 5, OrderAction.inform],
    [2, 0, OrderAction.modify],
    [3, 2, OrderAction.remove],
    [4, 2, OrderAction.remain],
    [5, 2, OrderAction.modify],
    [6, 0, OrderAction.inform],
    [7, 0, OrderAction.inform],
    [8, 5, OrderAction.remove],
    [9, 0, OrderAction.add],
    [11, 0, OrderAction.remove],
    [12, 0, OrderAction.remove],
  ])('event %i of an order of 5 with %i traded', async (event, traded, action) => {
    const place = scratch();
    const line = {
      side: 'buy',
      order: 1,
      message: 1,
      event,
      time: '09:00:00.000',
      price: 4050,
      total: 5,
      traded,
    } as const;
    await imported(place, { [CPA]: oferFiles([line]).buy });
    const orders = await ordersOf(place);
    expect([orders.action![0], orders.quantity![0], orders.source_event![0]]).toEqual([action, 5 - traded, event]);
  });

  it('an order at any price rests nowhere, and a negative price is one', async () => {
    const place = scratch();
    const line = {
      side: 'sell',
      order: 1,
      message: 1,
      event: 1,
      time: '09:00:00.000',
      total: 5,
      symbol: 'DAPQ20',
    } as const;
    await imported(place, { [VDA]: oferFiles([line, { ...line, order: 2, message: 2, price: -6.68 }]).sell });
    const orders = await ordersOf(place, 'DAPQ20');
    expect([...orders.action!]).toEqual([OrderAction.inform, OrderAction.add]);
    expect([...orders.price!]).toEqual([0, -6.68]);
  });

  it('tell orders that rest since an earlier day as a snapshot, with the time they came', async () => {
    const place = scratch();
    const today = {
      side: 'buy',
      order: 9,
      message: 50,
      event: 1,
      time: '09:00:00.000',
      price: 4050,
      total: 5,
    } as const;
    const resting = {
      ...today,
      order: 7,
      message: 90_000,
      time: '16:59:58.250',
      orderDay: '2016-01-14',
      enteredDay: '2016-01-14',
    };
    const traded = { ...resting, message: 51, event: 4, time: '09:00:01.000', traded: 1, enteredDay: DAY };
    await imported(place, { [CPA]: oferFiles([today, resting, traded]).buy });
    const orders = await ordersOf(place);
    expect([...orders.order_id!]).toEqual([7, 9, 7]);
    expect([...orders.flags!]).toEqual([ORDER_SNAPSHOT, 0, 0]);
    expect([...orders.time_us!]).toEqual([at(16, 59, 58, 250_000, 14), at(9, 0, 0), at(9, 0, 1)]);
  });

  it('are the same in zip archives, with times of milliseconds, and without the broker of before 2014', async () => {
    const place = scratch();
    const { buy, sell } = oferFiles(
      EVENTS.map((event) => ({ ...event, time: event.time.slice(0, 12) })),
      false,
    );
    const zipped = {
      'buy.zip': zipArchive([{ name: `18/${CPA}`, content: buy }]),
      'sell.zip': zipArchive([{ name: VDA, content: sell }]),
    };
    const result = await imported(place, zipped, { format: 'auto' });
    expect(result).toMatchObject({ format: 'b3-orders', rowsAccepted: 7 });
    const orders = await ordersOf(place);
    expect([...orders.sequence!]).toEqual(EVENTS.map(({ message }) => message));
    expect(orders.agent).toBeUndefined();
  });

  it('say that a side is missing, day by day', async () => {
    const place = scratch();
    const { buy, sell } = oferFiles(EVENTS);
    const next = (content: string): string => content.replaceAll(DAY, '2016-01-19');
    const one = await imported(place, { [CPA]: buy });
    expect(ownNotices(one)).toContain('The sell orders of 2016-01-18 are missing: the book has one side (OFER_VDA)');
    const other = scratch();
    const two = await imported(other, { [CPA]: buy, [VDA]: sell, 'OFER_VDA_BMF_20160119.TXT': next(sell) });
    expect(ownNotices(two)).toEqual(['The buy orders of 2016-01-19 are missing: the book has one side (OFER_CPA)']);
    expect(other.store.parts('WDOG16', 'orders').map(({ day }) => day)).toEqual([DAY, '2016-01-19']);
  });

  it('keep only the instruments that are asked for', async () => {
    const place = scratch();
    const others = EVENTS.map((event) => ({ ...event, symbol: 'WING16' }));
    const { buy, sell } = oferFiles([...EVENTS, ...others]);
    const result = await imported(place, { [CPA]: buy, [VDA]: sell }, { instrument: 'WDO' });
    expect(place.store.instruments()).toEqual(['WDOG16']);
    expect(result).toMatchObject({ rowsRead: 14, rowsAccepted: 7 });
  });
});

describe('a large day in pieces', () => {
  const lines = oferFiles(EVENTS).buy.trimEnd().split('\n');
  const piece = (number: number): string => `OFER_CPA_BMF_20160118_0${number}.TXT`;
  const part = (from: number, to: number): string => `${lines.slice(from, to).join('\n')}\n`;

  it('may be cut anywhere, with one header and one trailer', async () => {
    const place = scratch();
    const files = {
      [piece(0)]: part(0, 2),
      [piece(1)]: part(2, 3),
      [piece(2)]: part(3, 99),
      [VDA]: oferFiles(EVENTS).sell,
    };
    const result = await imported(place, files);
    expect(result.rowsAccepted).toBe(7);
    expect(ownNotices(result)).toEqual([]);
    expect([...(await ordersOf(place)).sequence!]).toEqual(EVENTS.map(({ message }) => message));
  });

  it('may have a header and trailer in each piece', async () => {
    const place = scratch();
    const rows = lines.slice(1, -1);
    const files = { [piece(0)]: framed('OFER_CPA', rows.slice(0, 1)), [piece(1)]: framed('OFER_CPA', rows.slice(1)) };
    expect((await imported(place, files)).rowsAccepted).toBe(3);
  });

  it('is counted over all pieces', async () => {
    const path = piece(1);
    const error = await userErrorOf(imported(scratch(), { [piece(0)]: part(0, 2), [path]: part(3, 99) }));
    expect(error).toMatchObject({ code: 'count-wrong', line: 2 });
    expect(error.message).toContain('promises 5 lines, and the file has 4');
  });

  it('says that a piece is missing', async () => {
    const result = await imported(scratch(), { [piece(0)]: part(0, 2), [VDA]: oferFiles(EVENTS).sell });
    expect(ownNotices(result)).toContain(
      `${piece(0)} goes on in another piece that was not given: its number of lines could not be checked`,
    );
    const error = await userErrorOf(imported(scratch(), { [piece(0)]: part(0, 2), [piece(2)]: part(3, 99) }));
    expect(error).toMatchObject({ code: 'wrong-format', line: 1 });
    expect(error.fix).toContain('pieces');
  });
});

describe('a wrong line of an order file', () => {
  const good = {
    side: 'buy',
    order: 473,
    message: 5367,
    event: 1,
    time: '09:00:08.884000',
    price: 4050,
    total: 20,
  } as const;
  const line = oferLine(good);
  it.each([
    ['a field too few', line.slice(0, -9), 15, 'aggressor', 'followed by a semicolon'],
    ['another day', line.replace(DAY, '2016-01-19'), 1, 'session date', '2016-01-18, the day of the file'],
    ['no symbol', oferLine({ ...good, symbol: '' }), 2, 'symbol', 'code of an instrument'],
    ['the other side', oferLine({ ...good, side: 'sell' }), 3, 'order side', '1, the side of OFER_CPA'],
    ['no order number', oferLine({ ...good, order: 0 }), 4, 'order sequence', 'not zero'],
    ['letters for a message', line.replace('5367', '536x'), 5, 'secondary order id', 'digits'],
    ['an unknown event', oferLine({ ...good, event: 10 }), 6, 'execution type', '001 to 009'],
    [
      'no time',
      oferLine({ ...good, time: '09:60:08.884000' }).replace('09:60:08;', '09:00:08;'),
      7,
      'priority time',
      'a time like',
    ],
    ['letters for the priority', line.replace('0934884192', '093488419x'), 8, 'priority indicator', 'digits'],
    ['a price with a comma', line.replace('4050.', '4050,'), 9, 'order price', 'a point and six digits'],
    ['a total beyond 2^53', line.replace('000000000000000020', '009007199254740993'), 10, 'total quantity', '2^53'],
    ['more traded than ordered', oferLine({ ...good, traded: 21 }), 11, 'traded quantity', 'at most the total'],
    ['an order of tomorrow', oferLine({ ...good, orderDay: '2016-01-19' }), 12, 'order date', 'not after the day'],
    [
      'an entry of tomorrow',
      oferLine({ ...good, enteredDay: '2016-01-19' }),
      13,
      'order datetime entry',
      'not after the day',
    ],
    ['no entry', line.replace(`${DAY} 09`, `${DAY}T09`), 13, 'order datetime entry', 'a date and time'],
    ['an unknown state', oferLine({ ...good, status: '3' }), 14, 'order status', 'one of 0'],
    ['an unknown aggressor', line.replace(';0;0;', ';0;3;'), 15, 'aggressor', 'passive'],
    ['a broker of letters', line.replace(/3$/, 'x'), 16, 'broker', 'digits'],
  ])('stops the import with its place: %s', async (_, wrong, column, field, why) => {
    const place = scratch();
    const error = await userErrorOf(imported(place, { [CPA]: framed('OFER_CPA', [line, wrong]) }));
    expect(error).toMatchObject({ code: 'bad-line', line: 3, column, field });
    expect(error.message).toContain(why);
    expect(error.message).toContain(CPA);
    expect(place.store.instruments()).toEqual([]);
  });

  it('takes the entry in the day-first form of the Portuguese layout', async () => {
    const place = scratch();
    await imported(place, { [CPA]: framed('OFER_CPA', [line.replace(`${DAY} 09`, '18/01/2016 09')]) });
    expect((await ordersOf(place)).time_us![0]).toBe(at(9, 0, 8, 884_000));
  });

  it('is counted and left out when such lines may be skipped', async () => {
    const files = { [CPA]: framed('OFER_CPA', [line, oferLine({ ...good, event: 10 })]) };
    const result = await imported(scratch(), files, { skipBadLines: true });
    expect(result).toMatchObject({ rowsRead: 2, rowsAccepted: 1, rowsSkipped: 1, badLineCount: 1 });
  });

  it('may be the trailer', async () => {
    const content = `${[frameLine('RH', 'OFER_CPA', 4), line, frameLine('RT', 'OFER_CPA', 4)].join('\n')}\n`;
    const error = await userErrorOf(imported(scratch(), { [CPA]: content }));
    expect(error).toMatchObject({ code: 'count-wrong', line: 3, column: 1, field: 'RT' });
  });
});

/** A small generator of equally likely numbers from 0 to below 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
