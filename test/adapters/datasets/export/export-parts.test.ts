// Parts of the store as files for other programs, and the way back of a CSV file.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ExportedParts,
  type ExportRequest,
  exportParts,
} from '../../../../src/adapters/datasets/export/export-parts.ts';
import { columnTable } from '../../../../src/adapters/datasets/export/read-arrow.ts';
import { partRef } from '../../../../src/adapters/datasets/part-path.ts';
import type { PartKind } from '../../../../src/adapters/datasets/schema.ts';
import { rowsOf } from '../../../../src/adapters/datasets/sql/column-table.ts';
import { openSql } from '../../../../src/adapters/datasets/sql/open-sql.ts';
import { type DatasetStore, openStore } from '../../../../src/adapters/datasets/store.ts';
import { temporaryFolder } from '../../../cli/support/qt.ts';
import { scratch, userErrorOf } from '../scratch.ts';
import { candleRows, DAY, type PartFacts, TEN_O_CLOCK_US, tradeColumns, writePart } from '../sql/stored-parts.ts';

const NEXT = '2025-08-06';
const NEXT_US = TEN_O_CLOCK_US + 86_400e6;
const store = openStore(temporaryFolder('export'));

beforeAll(async () => {
  await writePart(store, 'trades', DAY, { ...tradeColumns(4), trade_id: [11, 12, 13, 14] });
  await writePart(store, 'trades', NEXT, tradeColumns(2, NEXT_US), { provenance: 'synthetic' });
});

const request = (folder: string, more: Partial<ExportRequest> = {}): ExportRequest => ({
  ...{ instrument: 'WDOU25', kind: 'trades', from: DAY, to: NEXT, format: 'csv' },
  out: join(folder, `out.${more.format ?? 'csv'}`),
  ...more,
});

describe('an export', () => {
  it('as CSV has local and UTC time, the exact microseconds, and no text where a part has no column', async () => {
    const { home } = scratch();
    const result = await exportParts(store, request(home));
    expect(result).toMatchObject({ rows: 6, parts: 2, instruments: ['WDOU25'], provenance: 'synthetic' });
    const lines = readFileSync(result.path, 'utf8').split('\n');
    expect(lines[0]).toBe(
      'instrument,day,time_local,time_utc,time_us,order,price,quantity,aggressor,condition,trade_id',
    );
    expect(lines[1]).toBe(
      'WDOU25,2025-08-05,2025-08-05T10:00:00.000000,2025-08-05T13:00:00.000000Z,1754398800000000,0,5400,1,1,0,11',
    );
    expect(lines[5]).toContain('1754485200000000,0,5400,1,1,0,');
    expect(lines).toHaveLength(8);
  });

  it('as Arrow and as Parquet has the same rows, typed', async () => {
    const { home } = scratch();
    const { path } = await exportParts(store, request(home, { format: 'arrow' }));
    const rows = rowsOf(columnTable(tableFromIPC(readFileSync(path))));
    const first = {
      instrument: 'WDOU25',
      day: DAY,
      time: TEN_O_CLOCK_US,
      time_us: TEN_O_CLOCK_US,
      order: 0,
      price: 5400,
    };
    expect(rows[0]).toEqual({ ...first, quantity: 1, aggressor: 1, condition: 0, trade_id: 11 });
    expect(rows[5]).toMatchObject({ day: NEXT, price: 5400.5, trade_id: undefined });
    const parquet = await exportParts(store, request(home, { format: 'parquet' }));
    expect(parquet.mapping).toBeUndefined();
    const sql = await openSql(store);
    expect(await sql.rows('SELECT count(*) AS n FROM trades')).toEqual([{ n: rows.length }]);
    sql.close();
  });

  it('of a root or a continuous name is of the contract of each day', async () => {
    const { home } = scratch();
    const result = await exportParts(store, request(home, { instrument: 'WDOFUT', to: DAY }));
    expect(result).toMatchObject({ rows: 4, instruments: ['WDOU25'], provenance: 'exchange' });
  });

  it('is not written over what is there, the mapping included', async () => {
    const { home } = scratch();
    for (const name of ['out.csv', 'out.mapping.json']) {
      const other = scratch();
      other.file(name, 'mine');
      expect(await userErrorOf(exportParts(store, request(other.home)))).toMatchObject({ code: 'file-exists' });
      expect(readFileSync(join(other.home, name), 'utf8')).toBe('mine');
      expect(readdirSync(other.home)).toEqual([name]);
      expect((await exportParts(store, request(other.home, { replace: true }))).rows).toBe(6);
    }
    expect(readdirSync(home)).toEqual([]);
  });

  it('of a part that is damaged leaves nothing', async () => {
    const { store: other, home } = scratch();
    await writePart(other, 'trades', DAY, tradeColumns(4));
    await writePart(other, 'trades', NEXT, tradeColumns(4, NEXT_US));
    writeFileSync(partRef(other.root, 'WDOU25', 'trades', NEXT).path, 'no Parquet');
    for (const format of ['csv', 'parquet', 'arrow'] as const) {
      const error = await userErrorOf(exportParts(other, request(home, { format })));
      expect(error.code).toBe('part-corrupt');
      expect(readdirSync(home)).toEqual(['datasets']);
    }
  });

  it('of nothing says so', async () => {
    const { home } = scratch();
    const nothing = exportParts(store, request(home, { kind: 'levels' }));
    expect(await userErrorOf(nothing)).toMatchObject({ code: 'part-missing' });
    expect(await userErrorOf(exportParts(store, request(home, { from: '5/8' })))).toMatchObject({ field: 'from' });
    expect(existsSync(join(home, 'out.csv'))).toBe(false);
  });
});

describe('a CSV export that is imported again by the mapping beside it', () => {
  async function backAgain(
    from: DatasetStore,
    kind: PartKind,
  ): Promise<{ readonly result: ExportedParts; readonly back: DatasetStore }> {
    const { home, store: back, run } = scratch();
    const result = await exportParts(from, request(home, { kind }));
    await run('csv', result.path, { mapping: result.mapping! });
    return { result, back };
  }

  async function stored(
    kind: PartKind,
    columns: Readonly<Record<string, readonly number[]>>,
    facts?: PartFacts,
  ): Promise<DatasetStore> {
    const { store: made } = scratch();
    await writePart(made, kind, DAY, columns, facts);
    return made;
  }

  it('gives the same trades, to the byte of the part', async () => {
    const from = await stored('trades', {
      ...tradeColumns(6),
      ...{
        aggressor: [1, 2, 0, 1, 0, 2],
        condition: [0, 0, 0, 1, 2, 4],
        received_us: [1, 2, 3, 4, 5, 6].map((us) => NEXT_US + us),
      },
      ...{ trade_id: [10, 20, 30, 40, 50, 60], buy_agent: [3, 85, 3, 1, 1, 1], sell_agent: [85, 3, 8, 8, 8, 8] },
    });
    const { result, back } = await backAgain(from, 'trades');
    expect(result.notCarried).toEqual([]);
    expect(shaOf(back, 'trades')).toBe(shaOf(from, 'trades'));
  });

  it('gives the same quotes, with sides and sizes that are missing', async () => {
    const quotes = {
      time_us: [0, 1, 2].map((second) => TEN_O_CLOCK_US + second * 1e6),
      order: [0, 1, 2],
      flags: [7, 5, 6],
      bid: [5400, 5400.5, 0],
      ask: [5401, 0, 5402],
      bid_size: [5, 10, 0],
      ask_size: [15, 0, 20],
    };
    const sized = await stored('quotes', quotes);
    const { result, back } = await backAgain(sized, 'quotes');
    expect(result.notCarried).toEqual([]);
    expect(shaOf(back, 'quotes')).toBe(shaOf(sized, 'quotes'));
    const bare = { ...quotes, flags: [3, 1, 2], bid_size: [0, 0, 0], ask_size: [0, 0, 0] };
    const unsized = await stored('quotes', bare, { provenance: 'synthetic' });
    const again = await backAgain(unsized, 'quotes');
    expect(again.result.notCarried).toEqual([]);
    expect(shaOf(again.back, 'quotes')).toBe(shaOf(unsized, 'quotes'));
    expect(again.back.manifest(partRef(again.back.root, 'WDOU25', 'quotes', DAY)).provenance).toBe('synthetic');
  });

  it('gives the same candles, of known trades and unknown ones', async () => {
    for (const trades of [
      [4, 5, 6],
      [-1, -1, -1],
    ]) {
      const flow = {
        buy_volume: [1, 0, 3],
        sell_volume: [4, 5, 6],
        buy_trades: [1, 0, 1],
        sell_trades: [1, 1, 1],
        rlp_volume: [0, 0, 2],
      };
      const from = await stored('candles-1m', { ...candleRows(3), trades, turnover: [1e6, 2e6, 3e6], ...flow });
      const { back } = await backAgain(from, 'candles-1m');
      expect(shaOf(back, 'candles-1m')).toBe(shaOf(from, 'candles-1m'));
    }
  });

  it('gives the same levels and last prices', async () => {
    const times = { time_us: [0, 1, 1].map((second) => TEN_O_CLOCK_US + second * 1e6), order: [0, 1, 2] };
    const levels = { ...times, flags: [0, 1, 0], price: [5400, 5401, 5400], quantity: [5, 10, 0], orders: [1, 2, 0] };
    for (const [kind, columns] of [
      ['levels', { ...levels, sequence: [7, 8, 9] }],
      ['levels', { ...levels, orders: [-1, -1, -1] }],
      ['lasts', { ...times, price: [5400, 5401, 5400.5] }],
    ] as const) {
      const from = await stored(kind, columns);
      const { back } = await backAgain(from, kind);
      expect(shaOf(back, kind)).toBe(shaOf(from, kind));
    }
  });

  it('says what it cannot give back', async () => {
    const from = await stored('trades', { ...tradeColumns(3), order: [0, 4, 5], inferred_side: [1, 2, 0] });
    const { result, back } = await backAgain(from, 'trades');
    expect(result.notCarried).toEqual(['order', 'inferred_side']);
    const { price, order } = await back.readPart('WDOU25', 'trades', DAY);
    expect([Array.from(price!), Array.from(order!)]).toEqual([
      [5400, 5400.5, 5401],
      [0, 1, 2],
    ]);
    const quotes = { bid: [5400, 5400], ask: [5401, 5401], bid_size: [0, 5], ask_size: [0, 5], flags: [3, 7] };
    const mixed = await stored('quotes', { time_us: [TEN_O_CLOCK_US, TEN_O_CLOCK_US + 1], order: [0, 1], ...quotes });
    expect((await backAgain(mixed, 'quotes')).result.notCarried).toEqual(['flags']);
    const partly = await exportParts(store, request(scratch().home));
    expect(partly.notCarried).toEqual(['trade_id']);
  });

  it('has no mapping where no import reads such rows', async () => {
    const order = { action: [1], flags: [0], order_id: [7], price: [5400], quantity: [5] };
    const from = await stored('orders', { time_us: [TEN_O_CLOCK_US], order: [0], ...order });
    const result = await exportParts(from, request(scratch().home, { kind: 'orders' }));
    expect(result.mapping).toBeUndefined();
    expect(readFileSync(result.path, 'utf8')).toContain('WDOU25,2025-08-05,');
  });
});

function shaOf(store: DatasetStore, kind: PartKind): string {
  return store.manifest(partRef(store.root, 'WDOU25', kind, DAY)).sha256;
}
