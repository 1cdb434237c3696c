import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadMapping } from '../../../../src/adapters/datasets/formats/csv-mappings.ts';
import { formatLocalTime } from '../../../../src/core/market/civil-time.ts';
import { type Scratch, scratch, userErrorOf } from '../scratch.ts';

const repository = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const EXAMPLES = repository('datasets/examples');

function example(use: Scratch, name: string, more: Parameters<Scratch['run']>[2] = {}): ReturnType<Scratch['run']> {
  return use.run('csv', `${EXAMPLES}/${name}.csv`, { mapping: `${EXAMPLES}/${name}.json`, ...more });
}

function mappingFile(use: Scratch, more: Record<string, unknown>): string {
  const columns = {
    date: { column: 1, format: 'YYYYMMDD' },
    time: { column: 2, format: 'HHmmssSSS' },
    price: 3,
    quantity: 4,
  };
  const base = { name: 'mine', kind: 'trades', delimiter: ';', header: false, columns };
  return use.file('mapping.json', JSON.stringify({ ...base, ...more }));
}

/** Imports lines with a mapping whose columns are given by place. */
function runLines(lines: readonly string[], more: Record<string, unknown>, skipBadLines = false) {
  const use = scratch();
  const mapping = mappingFile(use, { instrument: 'WDOU25', ...more });
  const done = use.run('csv', use.file('t.csv', lines.join('\n')), { mapping, skipBadLines });
  return { ...use, done };
}

const list = (column: Float64Array | undefined): readonly number[] => Array.from(column!);

describe('the committed examples', () => {
  it('are those that docs/csv-mapping.md shows', () => {
    const page = readFileSync(repository('docs/csv-mapping.md'), 'utf8');
    for (const name of [
      ...['wdo-contract-m1', 'trades-no-header', 'two-futures-m1', 'trades-and-quotes', 'new-york-quotes'],
      ...['candles-with-flow', 'trades-with-marks', 'book-levels', 'last-prices'],
    ]) {
      expect(page).toContain(readFileSync(`${EXAMPLES}/${name}.json`, 'utf8').trimEnd());
      if (name === 'book-levels') continue;
      expect(page).toContain(readFileSync(`${EXAMPLES}/${name}.csv`, 'utf8').split('\n').slice(0, 2).join('\n'));
    }
    expect(loadMapping(`${EXAMPLES}/wdo-contract-m1.json`)).toEqual(loadMapping('wdo-contract-m1'));
  });

  it('import candles that name their contract', async () => {
    const use = scratch();
    const result = await example(use, 'wdo-contract-m1', { provenance: 'synthetic' });
    expect(result).toMatchObject({ instrument: 'WDO', rowsRead: 5, rowsAccepted: 5 });
    expect(result.parts.map(({ instrument, day, rows }) => [instrument, day, rows])).toEqual([
      ['WDOU25', '2025-08-27', 2],
      ['WDOU25', '2025-08-28', 1],
      ['WDOV25', '2025-08-29', 2],
    ]);
    expect((await use.store.readPart('WDOV25', 'candles-1m', '2025-08-29')).turnover![1]).toBe(2_186_600);
  });

  it('import trades without a header, newest first', async () => {
    const use = scratch();
    const result = await example(use, 'trades-no-header');
    expect(result).toMatchObject({ instrument: 'WDOU25', rowsRead: 5, rowsAccepted: 5 });
    const trades = await use.store.readPart('WDOU25', 'trades', '2025-08-27');
    expect(list(trades.order)).toEqual([0, 1, 2, 3, 4]);
    expect(list(trades.price)).toEqual([5430, 5430.5, 5431.5, 5431.5, 5431]);
    expect(list(trades.quantity)).toEqual([40, 5, 2, 2, 1005]);
    expect(list(trades.aggressor)).toEqual([0, 1, 1, 0, 2]);
    expect(list(trades.condition)).toEqual([1, 0, 0, 3, 0]);
    expect(list(trades.trade_id)).toEqual([10, 20, 30, 40, 50]);
    expect(list(trades.buy_agent)).toEqual([3, 3, 85, 85, 3]);
    expect(formatLocalTime(trades.time_us![1]!)).toBe('2025-08-27 09:00:00.120000');
    const manifest = use.store.manifest(use.store.parts('WDOU25', 'trades')[0]!);
    expect(manifest).toMatchObject({ provenance: 'synthetic', sideSource: 'feed' });
    expect(manifest.sources[0]!.format).toBe('csv:trades-no-header');
  });

  it('import two instruments of one row, empty fields being no candle', async () => {
    const use = scratch();
    const result = await example(use, 'two-futures-m1');
    expect(result).toMatchObject({ rowsRead: 3, rowsAccepted: 3, rowsSkipped: 0 });
    expect(result.notices[0]).toBe('1 row without a candle of WINV25: its fields are empty');
    expect(list((await use.store.readPart('WINV25', 'candles-1m', '2025-08-27')).close)).toEqual([137_515, 137_535]);
    expect(list((await use.store.readPart('WDOU25', 'candles-1m', '2025-08-27')).volume)).toEqual([120, 85, 12]);
  });

  it('import trades and quotes of one file, times to the nanosecond', async () => {
    const use = scratch();
    const result = await example(use, 'trades-and-quotes');
    expect(result).toMatchObject({ instrument: 'ACME3', rowsRead: 4, rowsAccepted: 4 });
    const trades = await use.store.readPart('ACME3', 'trades', '2025-08-27');
    const quotes = await use.store.readPart('ACME3', 'quotes', '2025-08-27');
    expect(list(trades.price)).toEqual([34.23, 34.23]);
    expect(list(trades.aggressor)).toEqual([1, 2]);
    expect(list(trades.source_condition)).toEqual([0x1a, 0]);
    expect(list(trades.sequence)).toEqual([102, 105]);
    expect(list(trades.time_us)).toEqual([1_756_299_600_250_000, 1_756_299_601_000_000]);
    expect(list(quotes.ask)).toEqual([34.23, 34.24]);
    expect(list(quotes.order)).toEqual([0, 2]);
    expect([quotes.time_us![0], quotes.time_ns![0]]).toEqual([1_756_299_600_000_100, 250]);
    expect([quotes.received_us![0], quotes.received_ns![0]]).toEqual([1_756_299_600_000_350, 500]);
  });

  it('import quotes that write only what changed, each day from an unknown book', async () => {
    const use = scratch();
    expect(await example(use, 'new-york-quotes')).toMatchObject({ instrument: 'ACME', rowsRead: 4, rowsAccepted: 4 });
    const first = await use.store.readPart('ACME', 'quotes', '2025-08-27');
    expect(list(first.bid)).toEqual([49.18, 49.18, 49.19]);
    expect(list(first.ask)).toEqual([0, 49.2, 49.2]);
    expect(list(first.bid_size)).toEqual([300, 300, 100]);
    expect(list(first.ask_size)).toEqual([0, 500, 500]);
    expect(list(first.flags)).toEqual([5, 7, 7]);
    expect(first.time_us![0]).toBe(Date.parse('2025-08-27T13:30:00Z') * 1000);
    expect(list((await use.store.readPart('ACME', 'quotes', '2025-08-28')).flags)).toEqual([6]);
  });

  it('import candles with their flow', async () => {
    const use = scratch();
    await example(use, 'candles-with-flow');
    const candles = await use.store.readPart('WDOU25', 'candles-1m', '2025-08-27');
    expect(list(candles.trades)).toEqual([31, 20]);
    expect(list(candles.buy_volume)).toEqual([65, 30]);
    expect(list(candles.sell_trades)).toEqual([13, 12]);
    expect(list(candles.rlp_volume)).toEqual([5, 0]);
    expect(candles.turnover).toBeUndefined();
  });

  it('import trades with conditions and corrections, sorted by time', async () => {
    const use = scratch();
    await example(use, 'trades-with-marks');
    const trades = await use.store.readPart('WDOU25', 'trades', '2025-08-27');
    expect(list(trades.trade_id)).toEqual([10, 20, 30, 20]);
    expect(list(trades.condition)).toEqual([1, 0, 0, 0]);
    expect(list(trades.correction)).toEqual([0, 0, 0, 1]);
    expect(list(trades.session_type)).toEqual([1, 1, 1, 1]);
    expect(list(trades.channel)).toEqual([7, 7, 7, 7]);
    expect(formatLocalTime(trades.time_us![1]!)).toBe('2025-08-27 09:00:01.125000');
  });

  it('import levels of the book', async () => {
    const use = scratch();
    await example(use, 'book-levels');
    const levels = await use.store.readPart('WDOU25', 'levels', '2025-08-27');
    expect(list(levels.flags)).toEqual([0, 1, 0]);
    expect(list(levels.quantity)).toEqual([120, 80, 0]);
    expect(list(levels.orders)).toEqual([7, 5, 0]);
    expect(list(levels.previous_sequence)).toEqual([10, 10, 11]);
  });

  it('import last prices, a row of zeros being passed over', async () => {
    const use = scratch();
    const result = await example(use, 'last-prices');
    expect(result).toMatchObject({ rowsRead: 3, rowsAccepted: 2, rowsSkipped: 1 });
    expect(list((await use.store.readPart('WDOU25', 'lasts', '2025-08-27')).price)).toEqual([5430, 5430.5]);
    expect((await use.store.readPart('DOLU25', 'lasts', '2025-08-27')).price).toHaveLength(1);
  });
});

describe('a mapping', () => {
  it('reads prices in a scale, times in UTC and several contracts', async () => {
    const columns = { datetime: { column: 1, format: 'epochMillis' }, contract: 2, price: 3, quantity: 4 };
    const { done, store } = runLines(['1756299600123;SPY;1645300;2', '1756299600124;AIG;500700;1'], {
      columns,
      timeZone: 'UTC',
      priceScale: 0.0001,
    });
    expect((await done).instrument).toBe('SPY,AIG');
    const spy = await store.readPart('SPY', 'trades', '2025-08-27');
    expect([spy.price![0], spy.time_us![0]]).toEqual([164.53, 1_756_299_600_123_000]);
  });

  it('reads quotes with sizes, an empty side being no side', async () => {
    const datetime = { column: 1, format: 'YYYY-MM-DD HH:mm:ss.S' };
    const { done, store } = runLines(
      [
        '2025-08-11 10:56:19.05;5470;3;5470.5;4',
        '2025-08-11 10:56:20;;0;5470.5;4',
        '2025-08-11 10:56:21;5470;;5470.5;4',
      ],
      { kind: 'quotes', columns: { datetime, bid: 2, ask: 4, bidSize: 3, askSize: 5 } },
    );
    await done;
    const quotes = await store.readPart('WDOU25', 'quotes', '2025-08-11');
    // a side whose size is not told has none that could be used
    expect(list(quotes.flags)).toEqual([7, 6, 3]);
    expect(list(quotes.bid_size)).toEqual([3, 0, 0]);
  });

  it('shows a contract to its last day where continuous names roll after it', async () => {
    const columns = { date: { column: 1, format: 'YYYY-MM-DD' }, price: 2, quantity: 3 };
    const rows = ['2016-03-30;3560;1', '2016-03-31;3560;1', '2016-04-01;3560;1'];
    const { done } = runLines(rows, { columns, instrument: 'WDO', rolls: 'afterLastDay' });
    expect((await done).parts.map(({ instrument }) => instrument)).toEqual(['WDOJ16', 'WDOJ16', 'WDOK16']);
    const shown = await runLines(rows, { columns, instrument: 'WDO' }).done;
    expect(shown.parts.map(({ instrument }) => instrument)).toEqual(['WDOJ16', 'WDOK16', 'WDOK16']);
  });

  it('rejects the whole row when one of its instruments is wrong', async () => {
    const columns = { datetime: { column: 1, format: 'YYYY-MM-DD' } };
    const streams = [
      { instrument: 'AAAA3', columns: { price: 2 } },
      { instrument: 'BBBB3', columns: { price: 3 } },
    ];
    const { done, store } = runLines(
      ['2025-08-27;10;20', '2025-08-27;11;x'],
      { kind: 'lasts', columns, streams },
      true,
    );
    expect(await done).toMatchObject({ rowsRead: 2, rowsAccepted: 1, rowsSkipped: 1, badLineCount: 1 });
    expect((await store.readPart('AAAA3', 'lasts', '2025-08-27')).price).toHaveLength(1);
  });

  it('passes rows over that it does not ask for, or refuses them', async () => {
    const columns = { datetime: { column: 1, format: 'YYYY-MM-DD' }, price: 2 };
    const rows = ['2025-08-27;10;trade', '2025-08-27;11;news'];
    const where = { column: 3, equals: 'trade' };
    const passed = await runLines(rows, { kind: 'lasts', columns, where }).done;
    expect(passed).toMatchObject({ rowsRead: 2, rowsAccepted: 1, rowsSkipped: 1 });
    expect(passed.notices[0]).toContain('1 row passed over');
    const error = await userErrorOf(runLines(rows, { kind: 'lasts', columns, where, unwanted: 'reject' }).done);
    expect(error).toMatchObject({ code: 'bad-line', line: 2, column: 3 });
  });

  it('that is no JSON, is absent or was not given is refused', async () => {
    const use = scratch();
    const path = use.file('t.csv', 'x');
    const run = (mapping: string | undefined) => userErrorOf(use.run('csv', path, { mapping }));
    expect((await run(use.file('broken.json', '{'))).code).toBe('bad-mapping');
    expect((await run('wdo-contract-m2')).message).toContain('wdo-contract-m1');
    expect(await run(undefined)).toMatchObject({ code: 'bad-option', field: 'mapping' });
  });

  it('that asks for a column the file lacks names the columns it has', async () => {
    const { file, run } = scratch();
    const error = await userErrorOf(run('csv', file('t.csv', 'time;open\n1;2\n'), { mapping: 'wdo-contract-m1' }));
    expect(error).toMatchObject({ code: 'wrong-format', line: 1, field: 'datetime' });
    expect(error.message).toContain('time;open');
  });

  it('that asks for a column the file has twice is refused', async () => {
    const use = scratch();
    const columns = { datetime: { column: 't', format: 'YYYY-MM-DD' }, price: 'p', quantity: 'q' };
    const mapping = mappingFile(use, { header: true, columns, instrument: 'WDOU25' });
    const error = await userErrorOf(use.run('csv', use.file('t.csv', 't;p;q;p\n2025-08-27;1;1;2\n'), { mapping }));
    expect(error).toMatchObject({ code: 'wrong-format', field: 'p' });
    expect(error.message).toContain('two of that name');
  });

  it('of text needs the format of its times', async () => {
    const error = await userErrorOf(
      runLines(['2025-08-27;1;1'], { columns: { datetime: { column: 1 }, price: 2, quantity: 3 } }).done,
    );
    expect(error).toMatchObject({ code: 'bad-mapping', field: 'columns.datetime.format' });
  });
});

describe('a wrong field', () => {
  const columns = {
    datetime: { column: 1, format: 'YYYY-MM-DD HH:mm:ss.SSSSSS' },
    price: 2,
    quantity: 3,
    side: { column: 4, buyer: ['B'], seller: ['S'] },
    tradeId: 5,
  };
  const GOOD = '2025-08-27 09:00:00;5430;1;B;7';

  it.each([
    ['2025-08-27 09:00:61;5430;1;B;7', 1, 'written as YYYY-MM-DD HH:mm:ss.SSSSSS'],
    ['2025-08-27 09:00:00.1234567;5430;1;B;7', 1, 'written as YYYY-MM-DD HH:mm:ss.SSSSSS'],
    ['2025-08-27 09:00:00;0;1;B;7', 2, 'a price above 0'],
    ['2025-08-27 09:00:00;1e999;1;B;7', 2, 'a price above 0'],
    ['2025-08-27 09:00:00;5430;-1;B;7', 3, 'a quantity above 0'],
    ['2025-08-27 09:00:00;5430;1;X;7', 4, 'a side that the mapping lists'],
    ['2025-08-27 09:00:00;5430;1;B;9007199254740993', 5, 'a whole number from 0 to 9007199254740991'],
    ['2025-08-27 09:00:00;5430;1;B;7.5', 5, 'a whole number'],
    ['2025-08-27 09:00:00;5430;1;B', 4, 'a line of 5 fields (it has 4)'],
  ])('is told with line, column and what it should be: %s', async (line, column, expected) => {
    const error = await userErrorOf(runLines([GOOD, line], { columns }).done);
    expect(error).toMatchObject({ code: 'bad-line', line: 2, column, field: `column ${column}` });
    expect(error.message).toContain(expected);
    expect(error.fix).toContain('--skip-bad-lines');
    const skipped = await runLines([GOOD, line], { columns }, true).done;
    expect(skipped).toMatchObject({ rowsRead: 2, rowsAccepted: 1, rowsSkipped: 1, badLineCount: 1 });
  });

  it('may be a price with more decimals than the mapping allows', async () => {
    const error = await userErrorOf(
      runLines([GOOD, GOOD.replace('5430', '5430.125')], { columns, priceDecimals: 2 }).done,
    );
    expect(error.message).toContain('a price with at most 2 decimals');
  });

  it('may be a symbol, or an instant in another unit', async () => {
    const own = { datetime: { column: 1, format: 'epochMillis' }, contract: 2, price: 3, quantity: 4 };
    const run = (line: string) => userErrorOf(runLines([line], { columns: own }).done);
    expect((await run('1756299600123;wdo u25;1;1')).message).toContain('a symbol like WDOU25');
    expect((await run('1756299600;WDOU25;1;1')).message).toContain('in the unit of the mapping');
  });

  it('may be nanoseconds of a candle', async () => {
    const own = { datetime: { column: 1, format: 'epochNanos' }, open: 2, high: 2, low: 2, close: 2, volume: 3 };
    const error = await userErrorOf(runLines(['1756299600000000001;1;1'], { kind: 'candles', columns: own }).done);
    expect(error.message).toContain('a time to the microsecond');
  });
});
