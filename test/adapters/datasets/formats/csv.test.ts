import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadMapping } from '../../../../src/adapters/datasets/formats/csv-mappings.ts';
import { formatLocalTime } from '../../../../src/core/market/civil-time.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { type Scratch, scratch, userErrorOf } from '../scratch.ts';

const repository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const EXAMPLES = repository('datasets/examples');

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

describe('the committed examples', () => {
  it('import candles that name their contract', async () => {
    const { run, store } = scratch();
    const mapping = `${EXAMPLES}/wdo-contract-m1.json`;
    const result = await run('csv', `${EXAMPLES}/wdo-contract-m1.csv`, { mapping, provenance: 'synthetic' });
    expect(result).toMatchObject({ instrument: 'WDO', rowsRead: 5, rowsAccepted: 5, notices: [] });
    expect(result.parts.map(({ instrument, day, rows }) => [instrument, day, rows])).toEqual([
      ['WDOU25', '2025-08-27', 2],
      ['WDOU25', '2025-08-28', 1],
      ['WDOV25', '2025-08-29', 2],
    ]);
    expect((await store.readPart('WDOV25', 'candles-1m', '2025-08-29')).turnover![1]).toBe(2_186_600);
  });

  it('import trades without a header, newest first', async () => {
    const { run, store } = scratch();
    const mapping = `${EXAMPLES}/trades-no-header.json`;
    const result = await run('csv', `${EXAMPLES}/trades-no-header.csv`, { mapping });
    expect(result).toMatchObject({ instrument: 'WDOU25', rowsRead: 5, rowsAccepted: 5, notices: [] });
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-27');
    expect(Array.from(trades.order!)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(trades.price!)).toEqual([5430, 5430.5, 5431.5, 5431.5, 5431]);
    expect(Array.from(trades.quantity!)).toEqual([40, 5, 2, 2, 1005]);
    expect(Array.from(trades.aggressor!)).toEqual([0, 1, 1, 0, 2]);
    expect(Array.from(trades.condition!)).toEqual([1, 0, 0, 3, 0]);
    expect(Array.from(trades.trade_id!)).toEqual([10, 20, 30, 40, 50]);
    expect(Array.from(trades.buy_agent!)).toEqual([3, 3, 85, 85, 3]);
    expect(formatLocalTime(trades.time_us![1]!)).toBe('2025-08-27 09:00:00.120000');
    const manifest = store.manifest(store.parts('WDOU25', 'trades')[0]!);
    expect(manifest).toMatchObject({
      provenance: 'synthetic',
      sideSource: 'feed',
      source: { format: 'csv:trades-no-header' },
    });
  });

  it('are the ones that docs/csv-mapping.md shows, and the built-in mapping', () => {
    const page = readFileSync(repository('docs/csv-mapping.md'), 'utf8');
    for (const name of ['wdo-contract-m1', 'trades-no-header']) {
      expect(page).toContain(readFileSync(`${EXAMPLES}/${name}.json`, 'utf8').trimEnd());
      expect(page).toContain(readFileSync(`${EXAMPLES}/${name}.csv`, 'utf8').split('\n').slice(0, 2).join('\n'));
    }
    expect(loadMapping(`${EXAMPLES}/wdo-contract-m1.json`)).toEqual(loadMapping('wdo-contract-m1'));
  });
});

describe('a mapping', () => {
  it('reads prices in a scale, times in UTC and several contracts', async () => {
    const use = scratch();
    const columns = { datetime: { column: 1, format: 'epochMillis' }, contract: 2, price: 3, quantity: 4 };
    const mapping = mappingFile(use, { columns, timeZone: 'UTC', priceScale: 0.0001 });
    const path = use.file('t.csv', '1756299600123;SPY;1645300;2\n1756299600124;AIG;500700;1\n');
    const result = await use.run('csv', path, { mapping });
    expect(result.instrument).toBe('SPY,AIG');
    const spy = await use.store.readPart('SPY', 'trades', '2025-08-27');
    expect([spy.price![0], spy.time_us![0]]).toEqual([164.53, 1_756_299_600_123_000]);
  });

  it('reads quotes with sizes, an empty side being no side', async () => {
    const use = scratch();
    const columns = {
      datetime: { column: 'ts', format: 'YYYY-MM-DD HH:mm:ss.S' },
      bid: 'b',
      ask: 'a',
      bidSize: 'bq',
      askSize: 'aq',
    };
    const mapping = mappingFile(use, { kind: 'quotes', header: true, columns, instrument: 'WDOU25' });
    const path = use.file(
      'q.csv',
      'ts;b;bq;a;aq\n2025-08-11 10:56:19.05;5470;3;5470.5;4\n2025-08-11 10:56:20;;0;5470.5;4\n',
    );
    await use.run('csv', path, { mapping });
    const quotes = await use.store.readPart('WDOU25', 'quotes', '2025-08-11');
    expect(Array.from(quotes.flags!)).toEqual([7, 6]);
    expect(Array.from(quotes.bid_size!)).toEqual([3, 0]);
  });

  it('stops at a side that it does not list', async () => {
    const use = scratch();
    const columns = {
      datetime: { column: 1, format: 'YYYY-MM-DD' },
      price: 2,
      quantity: 3,
      side: { column: 4, buyer: ['B'], seller: ['S'] },
    };
    const mapping = mappingFile(use, { columns, instrument: 'WDOU25' });
    const error = await userErrorOf(
      use.run('csv', use.file('t.csv', '2025-08-27;5430;1;B\n2025-08-27;5430;1;X\n'), { mapping }),
    );
    expect(error).toMatchObject({ code: 'bad-line', line: 2, column: 4, field: 'column 4' });
    expect(error.message).toContain('"X"');
  });

  it.each([
    [{ kind: 'bars' }, 'kind'],
    [{ extra: 1 }, 'extra'],
    [{ columns: { datetime: { column: 1, format: 'YYYY' }, price: 2 } }, 'columns.quantity'],
    [{ columns: { price: 2, quantity: 3 } }, 'columns.datetime'],
    [{ columns: { datetime: { column: 'ts', format: 'YYYY' }, price: 2, quantity: 3 } }, 'columns.datetime'],
    [{ timeZone: 'Europe/Berlin' }, 'timeZone'],
  ])('that is wrong is refused with the field: %j', async (more, field) => {
    const use = scratch();
    const error = await userErrorOf(use.run('csv', use.file('t.csv', 'x'), { mapping: mappingFile(use, more) }));
    expect(error.code).toBe('bad-mapping');
    expect(`${error.field} ${error.message}`).toContain(field);
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
});

describeWithRealData(
  'the WDO minutes by contract',
  ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'],
  (path) => {
    it('are six contracts of 69,822 candles', async () => {
      const { run, store } = scratch();
      const result = await run('csv', path!, { mapping: 'wdo-contract-m1' });
      expect(result).toMatchObject({
        instrument: 'WDO',
        rowsRead: 69_822,
        rowsAccepted: 69_822,
        rowsSkipped: 0,
        notices: [],
      });
      const rows: Record<string, number> = {};
      for (const part of result.parts) rows[part.instrument] = (rows[part.instrument] ?? 0) + part.rows;
      expect(rows).toEqual({
        WDOU25: 9986,
        WDOV25: 12_538,
        WDOX25: 13_110,
        WDOZ25: 10_827,
        WDOF26: 11_394,
        WDOG26: 11_967,
      });
      const days = store.contractDays('WDOFUT', '2025-08-05', '2026-01-29');
      expect(days.missing).toEqual([]);
      expect(days.days).toHaveLength(result.parts.length);
      expect(days.days.map(({ contract, day }) => `${contract} ${day}`)).toEqual(
        result.parts.map(({ instrument, day }) => `${instrument} ${day}`),
      );
      const range = await store.readCandles('WDOG26', '2025-12-30', '2026-01-29');
      expect(range.rows).toBe(11_967);
      expect([Math.min(...range.columns.low!), Math.max(...range.columns.high!)]).toEqual([5167.5, 5608]);
      expect((await store.readDayEvents('WDOU25', '2025-08-06', 0)).length).toBe(570);
    });
  },
);

describeWithRealData(
  'the adjusted WDO minutes',
  ['b3-wdo-m1-2025/WDOFUT_M1_adjusted_20250805_20260129.csv.gz'],
  (path) => {
    it('are kept under the continuous name and cannot be traded', async () => {
      const { run, store } = scratch();
      const result = await run('csv', path!, { mapping: 'wdofut-adjusted-m1' });
      expect(result).toMatchObject({ instrument: 'WDOFUT', rowsRead: 69_822, rowsAccepted: 69_822 });
      expect(store.instruments()).toEqual(['WDOFUT']);
      expect(store.manifest(store.parts('WDOFUT')[0]!).adjusted).toBe('ratio');
      expect((await userErrorOf(store.readDayEvents('WDOFUT', '2025-08-06', 0))).code).toBe('adjusted-series');
      expect(store.contractDays('WDOFUT', '2025-08-06', '2025-08-06').missing).toHaveLength(1);
    });
  },
);
