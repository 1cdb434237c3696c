// `qt sql "select ..."`: a question to the dataset store, answered as a table, as JSON or into a file.

import type { Command } from 'commander';
import { type ColumnTable, sliceRows } from '../adapters/datasets/sql/column-table.ts';
import { concatTables } from '../adapters/datasets/sql/concat-columns.ts';
import type { SqlStream } from '../adapters/datasets/sql/sql-session.ts';
import { textTable } from '../adapters/datasets/sql/text-table.ts';
import { utcWriter } from '../adapters/datasets/sql/time-text.ts';
import { type TypedColumn, valueAt } from '../adapters/datasets/sql/typed-column.ts';
import { UserError } from '../adapters/user-error.ts';
import { count } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

interface SqlOptions {
  readonly instrument?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly csv?: string;
  readonly parquet?: string;
  readonly replace?: boolean;
}

/** Rows on the screen and in JSON unless --limit says otherwise. */
const SHOWN_ROWS = 50;

export function sqlCommand(program: Command): void {
  program
    .command('sql')
    .summary('ask the dataset store in SQL')
    .argument('<query>', 'one SELECT over trades, quotes, levels, orders, lasts, candles, daily, parts')
    .option('--instrument <names>', 'only these, with commas: fewer files to look at')
    .option('--from <YYYY-MM-DD>', 'only days from this one')
    .option('--to <YYYY-MM-DD>', 'only days up to this one')
    .option('--limit <rows>', `rows to give; ${SHOWN_ROWS} where they are shown, all of them into a file`, count)
    .option('--csv <file>', 'write the answer there as CSV')
    .option('--parquet <file>', 'write it there as Parquet')
    .option('--replace', 'write over a file that is there')
    .addHelpText('after', EXAMPLES)
    .action(async (query: string, options: SqlOptions, command: Command) => {
      const context = contextOf(command);
      // half of the time that the program takes to start; the other commands have no use for it
      const { openSql } = await import('../adapters/datasets/sql/open-sql.ts');
      const session = await openSql(context.store, {
        ...{ from: options.from, to: options.to },
        instruments: options.instrument?.split(',').map((name) => name.trim()),
      });
      const { refused } = session.counts;
      if (refused > 0)
        context.say(
          `note: ${counted(refused, 'part')} that the quality gate refused left out; parts.verdict tells which`,
        );
      try {
        const stream = await session.stream(query);
        const file = fileOf(options);
        if (file === undefined) {
          const { table, isCut } = await firstRows(stream, options.limit ?? SHOWN_ROWS);
          context.result(jsonOf(table, isCut), textOf(table, isCut));
        } else {
          const rows = await writeFile(stream, file, options);
          context.result({ file: file.path, format: file.format, rows }, `${counted(rows, 'row')} in ${file.path}`);
        }
      } finally {
        session.close();
      }
    });
}

const EXAMPLES = `
Examples:
  qt sql "select instrument, kind, count(*) as parts, sum(rows) as n from parts group by all order by all"
  qt sql "select local_time(time_us) t, price, quantity from trades where instrument = 'DOLK20' and day = '2020-04-02'"
  qt sql "from quoted_trades('DOLK20', '2020-04-02')" --parquet quoted.parquet
See docs/sql.md.`;

interface TargetFile {
  readonly format: 'csv' | 'parquet';
  readonly path: string;
}

function fileOf({ csv, parquet }: SqlOptions): TargetFile | undefined {
  if (csv !== undefined && parquet !== undefined) {
    throw new UserError({
      code: 'bad-option',
      message: 'The answer goes into one file',
      field: 'parquet',
      fix: 'Say --csv or --parquet, not both',
    });
  }
  if (csv !== undefined) return { format: 'csv', path: csv };
  return parquet === undefined ? undefined : { format: 'parquet', path: parquet };
}

/** Reads no further than it must. */
async function firstRows(
  stream: SqlStream,
  limit: number,
): Promise<{ readonly table: ColumnTable; readonly isCut: boolean }> {
  const tables: ColumnTable[] = [];
  let rows = 0;
  for await (const table of stream) {
    tables.push(table);
    rows += table.rows;
    if (rows > limit) break;
  }
  const table = concatTables([stream.none, ...tables]);
  return { table: sliceRows(table, 0, Math.min(rows, limit)), isCut: rows > limit };
}

async function writeFile(stream: SqlStream, { format, path }: TargetFile, options: SqlOptions): Promise<number> {
  const { writeAll } = await import('../adapters/datasets/export/table-sink.ts');
  const target = { path, replace: options.replace ?? false, columns: stream.columns };
  const { CsvSink } = await import('../adapters/datasets/export/csv-sink.ts');
  const { ParquetSink } = await import('../adapters/datasets/export/parquet-sink.ts');
  const sink = format === 'csv' ? new CsvSink(target) : new ParquetSink(target);
  return writeAll(sink, options.limit === undefined ? stream : limited(stream, options.limit));
}

async function* limited(stream: SqlStream, limit: number): AsyncGenerator<ColumnTable> {
  let left = limit;
  for await (const table of stream) {
    yield sliceRows(table, 0, Math.min(left, table.rows));
    left -= table.rows;
    if (left <= 0) return;
  }
}

function textOf(table: ColumnTable, isCut: boolean): string {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const note = isCut
    ? `The first ${counted(table.rows, 'row')}; there are more: --limit N, --csv FILE or --parquet FILE gives them`
    : counted(table.rows, 'row');
  return [...textTable(table, rows, cellText), note].join('\n');
}

function cellText(column: TypedColumn, row: number): string {
  const value = valueAt(column, row)!;
  return column.kind === 'time' ? utcWriter()(value as number) : String(value);
}

/** Integers beyond 2^53 are texts, times ISO texts in UTC, rows arrays in the order of the columns. */
function jsonOf(table: ColumnTable, isCut: boolean): object {
  const columns = [...table.columns];
  const cell = (column: TypedColumn, row: number): unknown => {
    const value = valueAt(column, row);
    if (value === undefined) return null;
    return column.kind === 'time' || typeof value === 'bigint' ? cellText(column, row) : value;
  };
  return {
    columns: columns.map(([name, { kind }]) => ({ name, kind })),
    rows: Array.from({ length: table.rows }, (_, row) => columns.map(([, column]) => cell(column, row))),
    cut: isCut,
  };
}
