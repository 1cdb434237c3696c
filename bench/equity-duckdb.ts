// The same csv files in; DuckDB writes them to Parquet and makes one-minute bars of the trades: its bars and the seconds out.

import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { secondsOf } from './best-of.ts';
import { EQUITY_FILES } from './equity-files.ts';
import type { MinuteBar } from './minute-bars.ts';

/** In the weeks of these files New York is four hours behind UTC. */
const NEW_YORK_HOURS = 4;
const PRICE_SCALE = 10_000;

export interface DuckDbRun {
  readonly seconds: number;
  readonly bars: Readonly<Record<string, readonly MinuteBar[]>>;
}

export async function duckDbRun(folder: string, files: readonly string[]): Promise<DuckDbRun> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const bars: Record<string, readonly MinuteBar[]> = {};
  const parquet = (at: number): string => join(folder, `duckdb-${at}.parquet`);
  const seconds = await secondsOf(async () => {
    for (const [at, file] of files.entries()) {
      await connection.run(`copy (${rowsOf(file)}) to '${parquet(at)}' (format parquet, compression zstd)`);
    }
    for (const [at, { symbol, kind }] of EQUITY_FILES.entries()) {
      if (kind !== 'trades') continue;
      const rows = (await connection.runAndReadAll(barsOf(parquet(at)))).getRows();
      bars[symbol] = rows.map((row) => row.map(Number) as unknown as MinuteBar);
    }
  });
  connection.closeSync();
  return { seconds, bars };
}

/** Every field, and the number of the row: rows of one millisecond keep their order by it alone. */
function rowsOf(file: string): string {
  const types = "{'date': 'VARCHAR', 'condition': 'VARCHAR', 'exchange': 'VARCHAR'}";
  return `select row_number() over () as place, * from read_csv('${file}', header = true, types = ${types})`;
}

function barsOf(parquet: string): string {
  const midnight = `epoch_us(strptime(date, '%Y%m%d')) + ${NEW_YORK_HOURS} * 3600000000`;
  const price = `price_x10000 / ${PRICE_SCALE}`;
  return `
    select ${midnight} + (ms // 60000) * 60000000 as start,
      arg_min(${price}, place), max(${price}), min(${price}), arg_max(${price}, place), sum(size)
    from '${parquet}' group by start order by start`;
}
