import { describe, expect, it } from 'vitest';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { SequencedLevelBook } from '../../../../src/core/candles/sequenced-level-book.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../../../src/core/market/event-record.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { ownNotices } from '../own-notices.ts';
import { type Scratch, scratch as strictScratch, userErrorOf } from '../scratch.ts';

const DAY = '2024-08-08';
const FUTURES_DEPTH =
  '{"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":102,"u":110,"pu":90,"b":[["58710.20","0.014"],["61496.50","0.000"]],"a":[["61800.30","2.510"]]}}';
const SPOT_DEPTH =
  '{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":102,"u":110,"b":[],"a":[["61837.64000000","1.54698000"]]}}';
const FUTURES_BEST =
  '{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":111,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256312,"E":1723161256313}}';
const SPOT_BEST =
  '{"stream":"btcusdt@bookTicker","data":{"u":111,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}}';
const FUTURES_TRADE =
  '{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256323,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}';
const SPOT_TRADE =
  '{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}}';
const FUTURES_SNAPSHOT =
  '{"lastUpdateId":115,"E":1723161256501,"T":1723161256493,"bids":[["61800.20","2.909"],["61800.10","0.696"]],"asks":[["61800.30","1"]]}';
const SPOT_SNAPSHOT = '{"lastUpdateId":115,"bids":[["61837.63000000","3.78826000"]],"asks":[]}';

/** Single messages of spot and futures make no good day together: their rows are read all the same. */
function scratch(): Scratch {
  const strict = strictScratch();
  return { ...strict, store: openStore(strict.home, { acceptRefused: true }) };
}

/** Lines received a microsecond apart, from 2024-08-08 23:54:13.937085768 UTC on. */
function text(messages: readonly string[]): string {
  return messages.map((message, index) => `${1723161253937085 + index}768 ${message}\n`).join('');
}

describe('captured messages of Binance', () => {
  it('of depth are level changes with both times, the numbers of the messages and the end of each', async () => {
    const { file, run, store } = scratch();
    const result = await run('binance-book', file('x.jsonl', text([FUTURES_DEPTH, SPOT_DEPTH])));
    expect(result).toMatchObject({ instrument: 'BTCUSDT', rowsRead: 2, rowsAccepted: 2 });
    const levels = await store.readPart('BTCUSDT', 'levels', DAY);
    expect([...levels.time_us!]).toEqual([...Array<number>(3).fill(1723161256299000), 1723161255208000]);
    expect([levels.received_us![0], levels.received_ns![0]]).toEqual([1723161253937085, 768]);
    expect([...levels.flags!]).toEqual([BOOK_MORE, BOOK_MORE, BOOK_ASK, BOOK_ASK]);
    expect([...levels.price!]).toEqual([58710.2, 61496.5, 61800.3, 61837.64]);
    expect([...levels.quantity!]).toEqual([0.014, 0, 2.51, 1.54698]);
    expect([...levels.orders!]).toEqual([-1, -1, -1, -1]);
    expect([...levels.sequence!]).toEqual([110, 110, 110, 110]);
    expect([...levels.previous_sequence!]).toEqual([90, 90, 90, 101]);
  });

  it('of best prices are quotes with sizes; on spot they have the time of receipt, which is said', async () => {
    const { file, run, store } = scratch();
    const result = await run('binance-book', file('x.jsonl', text([FUTURES_BEST, SPOT_BEST])));
    const quotes = await store.readPart('BTCUSDT', 'quotes', DAY);
    expect([...quotes.time_us!]).toEqual([1723161256313000, 1723161253937086]);
    expect([...quotes.flags!]).toEqual([7, 7]);
    expect([quotes.bid![0], quotes.bid_size![0], quotes.ask![0], quotes.ask_size![0]]).toEqual([
      61800.2, 2.507, 61800.3, 2.51,
    ]);
    expect([...quotes.sequence!]).toEqual([111, 111]);
    expect(ownNotices(result)).toContainEqual(expect.stringMatching(/^1 messages of x\.jsonl carry no time/));
  });

  it('of trades have the aggressor that is not the maker, and their number', async () => {
    const { file, run, store } = scratch();
    const liquidated = FUTURES_TRADE.replace('MARKET', 'INSURANCE_FUND');
    await run('binance-book', file('x.jsonl', text([FUTURES_TRADE, SPOT_TRADE, liquidated])));
    const trades = await store.readPart('BTCUSDT', 'trades', DAY);
    expect([...trades.time_us!]).toEqual([1723161256323000, 1723161255343000, 1723161256323000]);
    expect([...trades.aggressor!]).toEqual([1, 2, 1]);
    expect([...trades.condition!]).toEqual([0, 0, 4]);
    expect([...trades.trade_id!]).toEqual([5266583935, 3735683259, 5266583935]);
    expect(Object.keys(trades)).not.toContain('sequence');
  });

  it('of a snapshot clear the book before their first level', async () => {
    const { file, run, store } = scratch();
    await run('binance-book', file('x.jsonl', text([FUTURES_DEPTH, FUTURES_SNAPSHOT, SPOT_SNAPSHOT])));
    const levels = await store.readPart('BTCUSDT', 'levels', DAY);
    expect([...levels.flags!.slice(3)]).toEqual([BOOK_CLEAR | BOOK_MORE, BOOK_MORE, BOOK_ASK, BOOK_CLEAR]);
    expect([...levels.sequence!.slice(3)]).toEqual([115, 115, 115, 115]);
    expect([...levels.previous_sequence!.slice(3)]).toEqual([0, 0, 0, 0]);
    expect([...levels.time_us!.slice(3)]).toEqual([...Array<number>(3).fill(1723161256501000), 1723161253937087]);
  });

  it('stand in the order they came, over all kinds', async () => {
    const { file, run, store } = scratch();
    await run('binance-book', file('x.jsonl', text([FUTURES_TRADE, FUTURES_DEPTH, FUTURES_BEST])));
    const [trades, levels, quotes] = await Promise.all(
      (['trades', 'levels', 'quotes'] as const).map((kind) => store.readPart('BTCUSDT', kind, DAY)),
    );
    expect([...trades!.order!, ...levels!.order!, ...quotes!.order!]).toEqual([0, 1, 2, 3, 4]);
  });

  it('of a new day in UTC by the time of receipt begin a new part, however late the exchange says it is', async () => {
    const { file, run } = scratch();
    const lines = [`1723161599999999999 ${SPOT_TRADE}`, `1723161600000000000 ${SPOT_TRADE}`].map((line) =>
      line.replace('"E":1723161255343', '"E":1723161601273'),
    );
    const result = await run('binance-book', file('x.jsonl', lines.join('\n')));
    expect(result.parts.map(({ day }) => day)).toEqual(['2024-08-08', '2024-08-09']);
  });

  it('of several symbols stand apart; a snapshot among them belongs to none', async () => {
    const { file, run } = scratch();
    const other = SPOT_TRADE.replace('btcusdt', 'ethusdt').replace('BTCUSDT', 'ETHUSDT');
    const path = file('x.jsonl', text([SPOT_TRADE, other]));
    const result = await run('binance-book', path);
    expect(result.parts.map(({ instrument }) => instrument).sort()).toEqual(['BTCUSDT', 'ETHUSDT']);
    const named = await userErrorOf(run('binance-book', path, { instrument: 'BTC' }));
    expect(named).toMatchObject({ code: 'bad-line', column: 2, field: 'data.s' });
    const snapshot = await userErrorOf(run('binance-book', file('y.jsonl', text([SPOT_SNAPSHOT, SPOT_TRADE, other]))));
    expect(snapshot).toMatchObject({ code: 'bad-line', line: 1, column: 2, field: 'lastUpdateId' });
  });

  it('of one symbol may be stored under another name, as spot and futures share theirs', async () => {
    const { file, run } = scratch();
    const path = file('x.jsonl', text([SPOT_SNAPSHOT, SPOT_TRADE]));
    const result = await run('binance-book', path, { instrument: 'BTCUSDT.SPOT' });
    expect(result.parts.map(({ instrument }) => instrument)).toEqual(['BTCUSDT.SPOT', 'BTCUSDT.SPOT']);
    expect(ownNotices(result)).toContain(
      'The rows of x.jsonl name BTCUSDT: they are imported as BTCUSDT.SPOT (--instrument)',
    );
  });

  it('cannot be of a future that is built in', async () => {
    const { file, run, store } = scratch();
    const path = file('x.jsonl', text([SPOT_SNAPSHOT, SPOT_TRADE]));
    const error = await userErrorOf(run('binance-book', path, { instrument: 'WDOU25' }));
    expect(error).toMatchObject({ code: 'instrument-differs', file: path, line: 2, column: 2, field: 'data.s' });
    expect(error.message).toContain('the row is of BTCUSDT, --instrument says WDOU25');
    expect(store.instruments()).toEqual([]);
  });

  it('that tell nothing of book or trades are left out and counted', async () => {
    const { file, run } = scratch();
    const nothing = [
      '{"result":null,"id":1}',
      '{"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate"}}',
      FUTURES_TRADE.replace('MARKET', 'NA').replace('61800.30', '0').replace('0.006', '0'),
      SPOT_DEPTH.replace('[["61837.64000000","1.54698000"]]', '[]'),
    ];
    const result = await run('binance-book', file('x.jsonl', text([SPOT_TRADE, ...nothing])));
    expect(result).toMatchObject({ rowsRead: 5, rowsAccepted: 1, rowsSkipped: 4 });
    expect(ownNotices(result)).toEqual([
      '1 messages of x.jsonl left out: answer to a subscription',
      '1 messages of x.jsonl left out: markPrice@1s',
      '1 messages of x.jsonl left out: trade without a price',
      '1 messages of x.jsonl left out: depth without a change',
    ]);
  });

  it.each([
    [`172316125393708x768 ${SPOT_TRADE}`, 1, 'time of receipt', '172316125393708x768'],
    [`1723061253937084768 ${SPOT_TRADE}`, 1, 'time of receipt', 'the same day as the lines above'],
    [`1823161253937084768 ${SPOT_TRADE}`, 1, 'time of receipt', 'within a day of the time in the message'],
    [SPOT_TRADE, 1, 'time of receipt', '{"stream"'],
    [`1723161253937086768 ${SPOT_TRADE.slice(0, -1)}`, 2, 'message', 'JSON'],
    [SPOT_TRADE.replace('btcusdt@trade', 'btcusdt@trade5'), 2, 'stream', 'btcusdt@trade5'],
    [SPOT_TRADE.replace('"BTCUSDT"', '"BTCUSDC"'), 2, 'data.s', 'BTCUSDC'],
    [SPOT_TRADE.replace('"trade","E"', '"depthUpdate","E"'), 2, 'data.e', 'depthUpdate'],
    [SPOT_TRADE.replace('"E":1723161255343', '"E":172316125534'), 2, 'data.E', '172316125534'],
    [SPOT_TRADE.replace('"m":true', '"m":1'), 2, 'data.m', '"1"'],
    [SPOT_TRADE.replace('3735683259', '9007199254740993'), 2, 'data.t', '9007199254740992'],
    [SPOT_TRADE.replace('"61837.63000000"', '61837.63'), 2, 'data.p', '61837.63'],
    [SPOT_TRADE.replace('0.02000000', '0'), 2, 'data.q', '"0"'],
    [FUTURES_TRADE.replace('MARKET', 'MARKER'), 2, 'data.X', 'MARKER'],
    [FUTURES_DEPTH.replace('"pu":90,', ''), 2, 'data.pu', 'nothing'],
    [FUTURES_DEPTH.replace('"u":110', '"u":101'), 2, 'data.u', '101'],
    [FUTURES_DEPTH.replace('"58710.20"', '"-58710.20"'), 2, 'data.b', '-58710.20'],
    [FUTURES_DEPTH.replace('["61800.30","2.510"]', '["61800.30"]'), 2, 'data.a', '61800.30'],
    [FUTURES_BEST.replace(',"E":1723161256313', ''), 2, 'data.E', 'nothing'],
    [SPOT_SNAPSHOT.replace('[["61837.63000000","3.78826000"]]', '[]'), 2, 'bids', '[]'],
  ])('that are wrong stop the import and name the place: %s', async (message, column, field, found) => {
    const { file, run, store } = scratch();
    const line = column === 1 || /^\d/.test(message) ? message : `1723161253937086768 ${message}`;
    const path = file('x.jsonl', `${text([SPOT_TRADE])}${line}\n`);
    const error = await userErrorOf(run('binance-book', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 2, column, field });
    expect(error.message).toContain(found);
    expect(store.instruments()).toEqual([]);
  });
});

/** Best prices at the end of each message that the whole book is at, by its number. */
function bestPrices(levels: PartColumns, tick: number, book: SequencedLevelBook): ReadonlyMap<number, string> {
  const best = new Map<number, string>();
  const { flags, price, quantity, sequence, previous_sequence } = levels;
  for (let row = 0; row < flags!.length; row++) {
    const previous = previous_sequence![row]! > 0 ? previous_sequence![row]! : undefined;
    const ticks = Math.round(price![row]! / tick);
    if (!book.apply(flags![row]!, ticks, quantity![row]!, sequence![row]!, previous) || !book.isWhole) continue;
    const { bids, asks } = book.book;
    best.set(book.sequence!, [bids.ticksAt(0), bids.quantityAt(0), asks.ticksAt(0), asks.quantityAt(0)].join(' '));
  }
  return best;
}

const FOLDER = 'binance-l2-20240808';

describeWithRealData('futures of Binance, 345 seconds', [`${FOLDER}/usdm_btcusdt_20240808.jsonl.gz`], (path) => {
  it('give every level change, best price and trade, and a book that agrees with the best prices', async () => {
    const { run, store } = scratch();
    const result = await run('auto', path!);
    expect(result).toMatchObject({ format: 'binance-book', rowsRead: 93_954, rowsAccepted: 93_954, badLineCount: 0 });
    expect(result.parts.map(({ kind, day, rows }) => [kind, day, rows])).toEqual([
      ['trades', DAY, 21_313],
      ['quotes', DAY, 66_089],
      ['levels', DAY, 443_521 + 2000],
    ]);
    const levels = await store.readPart('BTCUSDT', 'levels', DAY);
    expect(levels.flags!.filter((flags) => (flags & BOOK_MORE) === 0)).toHaveLength(6551 + 1);
    expect(levels.received_us!.every((received, row) => received < levels.time_us![row]!)).toBe(true);
    const book = new SequencedLevelBook();
    const best = bestPrices(levels, 0.1, book);
    expect(book.faults).toMatchObject({ gaps: 0, overlaps: 0, unfinished: 0, crossedMessages: 0, lockedMessages: 0 });
    expect(best.size).toBeGreaterThan(6400);
    const quotes = await store.readPart('BTCUSDT', 'quotes', DAY);
    let [agree, compared] = [0, 0];
    for (const [row, sequence] of quotes.sequence!.entries()) {
      const expected = best.get(sequence);
      if (expected === undefined) continue;
      compared++;
      const { bid, bid_size, ask, ask_size } = quotes;
      const [bidTicks, askTicks] = [Math.round(bid![row]! / 0.1), Math.round(ask![row]! / 0.1)];
      if (expected === [bidTicks, bid_size![row], askTicks, ask_size![row]].join(' ')) agree++;
    }
    expect({ agree, isMany: compared > 100 }).toEqual({ agree: compared, isMany: true });
  });
});

describeWithRealData(
  'spot of Binance in two files',
  [`${FOLDER}/spot_btcusdt_20240808.jsonl.gz`, `${FOLDER}/spot_btcusdt_20240809.jsonl.gz`],
  (first, second) => {
    it('are two days that follow each other without a message lost', async () => {
      const { run, store } = scratch();
      const [a, b] = [await run('binance-book', first!), await run('binance-book', second!)];
      expect([a.rowsRead, a.rowsSkipped, b.rowsRead, b.rowsSkipped]).toEqual([41_249, 0, 58_325, 0]);
      const counts = ({ parts }: typeof a): readonly unknown[] => parts.map(({ kind, day, rows }) => [kind, day, rows]);
      expect(counts(a)).toEqual([
        ['trades', DAY, 9757],
        ['quotes', DAY, 28_040],
        ['levels', DAY, 124_090 + 2000],
      ]);
      expect(counts(b)).toEqual([
        ['trades', '2024-08-09', 10_147],
        ['quotes', '2024-08-09', 45_134],
        ['levels', '2024-08-09', 174_021],
      ]);
      const book = new SequencedLevelBook();
      const best = bestPrices(await store.readPart('BTCUSDT', 'levels', DAY), 0.01, book);
      bestPrices(await store.readPart('BTCUSDT', 'levels', '2024-08-09'), 0.01, book);
      expect(best.size).toBeGreaterThan(3400);
      expect(book.messages).toBeGreaterThan(6400);
      expect(book.faults).toMatchObject({ gaps: 0, overlaps: 0, unfinished: 0, crossedMessages: 0, lockedMessages: 0 });
    });
  },
);
