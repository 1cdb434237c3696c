// Files of other formats: the values that went in come out, in every format, and a file is whole or not there.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowTable } from '../../../../src/adapters/datasets/export/arrow-columns.ts';
import { ArrowSink } from '../../../../src/adapters/datasets/export/arrow-sink.ts';
import { csvField } from '../../../../src/adapters/datasets/export/csv-field.ts';
import { CsvSink } from '../../../../src/adapters/datasets/export/csv-sink.ts';
import { ParquetSink } from '../../../../src/adapters/datasets/export/parquet-sink.ts';
import { columnTable } from '../../../../src/adapters/datasets/export/read-arrow.ts';
import { type TableSink, writeAll } from '../../../../src/adapters/datasets/export/table-sink.ts';
import { type ColumnTable, rowsOf } from '../../../../src/adapters/datasets/sql/column-table.ts';
import { concatTables } from '../../../../src/adapters/datasets/sql/concat-columns.ts';
import { vectorReader } from '../../../../src/adapters/datasets/sql/read-vector.ts';
import type { ColumnHead } from '../../../../src/adapters/datasets/sql/typed-column.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { scratch } from '../scratch.ts';
import { arbitraryTable, columnOf, KINDS } from '../sql/arbitrary-table.ts';

const heads: readonly ColumnHead[] = KINDS.map((kind) => ({ name: kind, kind }));
const runs = (count: number) => ({ seed: 20250805, numRuns: propertyRuns(count) });

async function* each(tables: readonly ColumnTable[]): AsyncGenerator<ColumnTable> {
  yield* tables;
}

/** What the database reads in the file, as typed columns would have it. */
async function rowsOfParquet(path: string): Promise<readonly object[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(`FROM read_parquet('${path.replaceAll("'", "''")}')`);
  const columns = reader.columnNames().map((name, at) => ({ name, ...vectorReader(reader.columnType(at), name) }));
  const rows = reader
    .getRows()
    .map((row) =>
      Object.fromEntries(columns.map(({ name, parse }, at) => [name, row[at] === null ? undefined : parse(row[at]!)])),
    );
  connection.closeSync();
  return rows;
}

describe('Arrow', () => {
  it('gives back every table, with texts in either layout', () => {
    fc.assert(
      fc.property(arbitraryTable, fc.constantFrom('dictionary', 'plain'), (table, texts) => {
        const back = columnTable(arrowTable(table, new Map([['k', 'v']]), texts));
        expect(rowsOf(back)).toEqual(rowsOf(table));
        expect([...back.columns].map(([name, { kind }]) => [name, kind])).toEqual(KINDS.map((kind) => [kind, kind]));
      }),
      runs(100),
    );
  });

  it('files have one batch per table, and the schema where there is none', async () => {
    const path = join(scratch().home, 'a.arrow');
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryTable, { maxLength: 4 }), async (tables) => {
        await writeAll(new ArrowSink({ path, replace: true, columns: heads }), each(tables));
        const read = columnTable(tableFromIPC(readFileSync(path)));
        expect([...read.columns.keys()]).toEqual(KINDS);
        expect(rowsOf(read)).toEqual(tables.flatMap(rowsOf));
      }),
      runs(30),
    );
  });
});

describe('Parquet', () => {
  it('files hold the values of all tables, as another program reads them', async () => {
    const path = join(scratch().home, "it's.parquet");
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryTable, { maxLength: 4 }), async (tables) => {
        await writeAll(new ParquetSink({ path, replace: true, columns: heads }), each(tables));
        expect(await rowsOfParquet(path)).toEqual(tables.flatMap(rowsOf));
      }),
      runs(20),
    );
  });

  it('files of more rows than a row group are complete and in order', async () => {
    const path = join(scratch().home, 'large.parquet');
    const part = { rows: 70_000, columns: new Map([['n', columnOf('int32', [...Array(70_000).keys()])]]) };
    await writeAll(
      new ParquetSink({ path, replace: false, columns: [{ name: 'n', kind: 'int32' }] }),
      each([part, part, part]),
    );
    expect(await rowsOfParquet(path)).toEqual([part, part, part].flatMap(rowsOf));
  });
});

describe('CSV', () => {
  it('fields are exact numbers, plain words and quoted oddities', () => {
    const fields = [0.1 + 0.2, -0, 1e21, 2n ** 60n, true, undefined, '', 'a', 'a,b', 'say "x"', ' pad', 'two\nlines'];
    expect(fields.map(csvField).join('|')).toBe(
      '0.30000000000000004|0|1e+21|1152921504606846976|true||""|a|"a,b"|"say ""x"""|" pad"|"two\nlines"',
    );
  });

  it('text that a spreadsheet would run as a formula is made harmless', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', '  =1', '|calc', '%x', '=cmd|" /C calc"!A0']) {
      expect(csvField(text)).toMatch(/^"?'/);
    }
    expect(csvField(-1)).toBe('-1');
  });

  it('times are UTC, and of the local clock too where asked', async () => {
    const { home } = scratch();
    const table = { rows: 2, columns: new Map([['time', columnOf('time', [1_585_839_789_658_001, undefined])]]) };
    const columns: readonly ColumnHead[] = [{ name: 'time', kind: 'time' }];
    for (const localTimes of [false, true]) {
      const path = join(home, `${localTimes}.csv`);
      await writeAll(new CsvSink({ path, replace: false, columns, localTimes }), each([table]));
    }
    expect(readFileSync(join(home, 'false.csv'), 'utf8')).toBe('time\n2020-04-02T15:03:09.658001Z\n\n');
    expect(readFileSync(join(home, 'true.csv'), 'utf8')).toBe(
      'time_local,time_utc\n2020-04-02T12:03:09.658001,2020-04-02T15:03:09.658001Z\n,\n',
    );
  });
});

describe('a file in each format', () => {
  const sinks: Readonly<Record<string, (path: string, replace: boolean) => TableSink>> = {
    arrow: (path, replace) => new ArrowSink({ path, replace, columns: heads }),
    parquet: (path, replace) => new ParquetSink({ path, replace, columns: heads }),
    csv: (path, replace) => new CsvSink({ path, replace, columns: heads }),
  };
  const table: ColumnTable = concatTables([
    {
      rows: 1,
      columns: new Map([
        ['float', columnOf('float', [1])],
        ['text', columnOf('text', ['a'])],
      ]),
    },
  ]);

  for (const [name, open] of Object.entries(sinks)) {
    it(`${name}: columns that a table lacks have no values, others are left out`, async () => {
      const path = join(scratch().home, name);
      const more = { rows: 1, columns: new Map([...table.columns, ['other', columnOf('int32', [7])] as const]) };
      expect(await writeAll(open(path, false), each([more, table]))).toBe(2);
      if (name === 'csv') expect(readFileSync(path, 'utf8')).toBe(`${KINDS.join(',')}\n1,,,,,a\n1,,,,,a\n`);
    });

    it(`${name}: is not written over without being told, and old content stays when the new fails`, async () => {
      const { home } = scratch();
      const path = join(home, name);
      writeFileSync(path, 'old');
      expect(() => open(path, false)).toThrow('is there already');
      const failing = (async function* (): AsyncGenerator<ColumnTable> {
        yield table;
        throw new Error('a part is gone');
      })();
      await expect(writeAll(open(path, true), failing)).rejects.toThrow('a part is gone');
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(home)).toEqual([name]);
      await writeAll(open(path, true), each([table]));
      expect(readFileSync(path, 'utf8')).not.toBe('old');
      expect(readdirSync(home)).toEqual([name]);
    });

    it(`${name}: somebody else's file that came meanwhile is not written over`, async () => {
      const path = join(scratch().home, name);
      const sink = open(path, false);
      sink.write(table);
      writeFileSync(path, 'theirs');
      expect(() => sink.finish()).toThrow('is there already');
      expect(readFileSync(path, 'utf8')).toBe('theirs');
    });

    it(`${name}: a place that cannot be written is named`, () => {
      const { home, file } = scratch();
      expect(() => open(join(file('plain', 'x'), 'below'), false)).toThrow('cannot be written');
      mkdirSync(join(home, 'folder'));
      expect(() => open(join(home, 'folder'), false)).toThrow('is there already');
      expect(existsSync(join(home, 'plain', 'below'))).toBe(false);
    });
  }
});
