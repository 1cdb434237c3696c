// Eleven million trades and quotes as csv in; the time and memory from the files to one-minute candles out, and what DuckDB takes for it.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../src/core/assert.ts';
import type { BenchOptions } from './bench.ts';
import { duckDbRun } from './equity-duckdb.ts';
import { equityData } from './equity-files.ts';
import type { EquityRun } from './equity-import.ts';
import { type Figure, figure } from './figure.ts';
import type { MinuteBar } from './minute-bars.ts';

const GOAL_S = 60;
const GOAL_MB = 600;
/** Each takes half a minute. */
const MOST_RUNS = 2;
const OUTPUT_BYTES = 64 << 20;
/** Of prices. */
const UNITS = 10_000;

export async function usEquity(options: BenchOptions): Promise<readonly Figure[]> {
  const { name, files } = equityData(options.home, options.quick);
  let ours: EquityRun | undefined;
  let theirsS = Number.POSITIVE_INFINITY;
  for (let run = 0; run < Math.min(MOST_RUNS, options.runs); run++) {
    const folder = join(options.home, `run-${run}`);
    mkdirSync(folder);
    const made = inProcess(join(folder, 'home'), files);
    const { seconds, bars } = await duckDbRun(folder, files);
    assertEqualBars(made.bars, bars);
    if (ours === undefined || totalS(made) < totalS(ours)) ours = made;
    theirsS = Math.min(theirsS, seconds);
    rmSync(folder, { recursive: true, force: true });
  }
  const { rows, importS, candlesS, mostMb, bars } = ours!;
  const count = Object.values(bars).reduce((sum, { length }) => sum + length, 0);
  const note = `${name}: ${rows} rows to parts, then ${count} candles of the trades, equal to those of DuckDB`;
  return [
    figure('us-equity.file-to-candles', importS + candlesS, 's', {
      goal: { kind: 'most', value: GOAL_S },
      peer: { name: 'DuckDB, csv to Parquet to bars', value: theirsS },
      note,
    }),
    figure('us-equity.import', rows / importS, 'rows/s', { note: 'with the rules of the quality gate' }),
    figure('us-equity.candles', candlesS, 's', { note: `${count} candles from the parts` }),
    figure('us-equity.memory', mostMb, 'MB', {
      goal: { kind: 'most', value: GOAL_MB },
      note: 'the most that the process had, with Node',
    }),
  ];
}

function totalS({ importS, candlesS }: EquityRun): number {
  return importS + candlesS;
}

/** What another benchmark left in memory must not count. */
function inProcess(home: string, files: readonly string[]): EquityRun {
  const script = join(import.meta.dirname, 'equity-import.ts');
  const output = execFileSync(process.execPath, [script, home, ...files], {
    encoding: 'utf8',
    maxBuffer: OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as EquityRun;
}

function assertEqualBars(
  ours: Readonly<Record<string, readonly MinuteBar[]>>,
  theirs: Readonly<Record<string, readonly MinuteBar[]>>,
): void {
  for (const [symbol, bars] of Object.entries(theirs)) {
    const own = ours[symbol] ?? [];
    assert(own.length === bars.length, `${own.length} candles of ${symbol}, and ${bars.length} of DuckDB`);
    for (const [index, bar] of bars.entries()) {
      const [startUs, ...figures] = own[index]!;
      const isSame = startUs === bar[0] && figures.every((value, at) => rounded(value) === rounded(bar[at + 1]!));
      assert(isSame, `candle ${index} of ${symbol} is ${own[index]}, that of DuckDB ${bar}`);
    }
  }
}

function rounded(value: number): number {
  return Math.round(value * UNITS);
}
