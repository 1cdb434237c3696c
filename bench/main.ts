// `npm run bench -- NAME... [--json] [--quick] [--runs N]`: names in (all when none), measured figures out.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, type as osType, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backtestMonth } from './backtest-month.ts';
import type { Bench } from './bench.ts';
import { datasetsCheck } from './datasets-check.ts';
import { decisionLatency } from './decision-latency.ts';
import { delivery } from './delivery.ts';
import { engineCandles } from './engine-candles.ts';
import { engineTicks } from './engine-ticks.ts';
import { features } from './features.ts';
import { featuresBook } from './features-book.ts';
import { featuresTape } from './features-tape.ts';
import { feed } from './feed.ts';
import type { Figure } from './figure.ts';
import { figureTable } from './figure-table.ts';
import { host } from './host.ts';
import { importRows } from './import.ts';
import { kernel } from './kernel.ts';
import { kernelFront } from './kernel-front.ts';
import { kernelLanguage } from './kernel-language.ts';
import { kernelTslab } from './kernel-tslab.ts';
import { labels } from './labels.ts';
import { ledger } from './ledger.ts';
import { memory } from './memory.ts';
import { models } from './models.ts';
import { onnx } from './onnx.ts';
import { orderBook } from './order-book.ts';
import { orderLatency } from './order-latency.ts';
import { overfitting } from './overfitting.ts';
import { quality } from './quality.ts';
import { readBack } from './read-back.ts';
import { simulation } from './simulation.ts';
import { sweepBench, sweepShort } from './sweep.ts';
import { trees } from './trees.ts';
import { usEquity } from './us-equity.ts';

export const benches: Readonly<Record<string, Bench>> = {
  'engine-ticks': engineTicks,
  'engine-candles': engineCandles,
  'decision-latency': decisionLatency,
  'order-latency': orderLatency,
  memory,
  import: importRows,
  'read-back': readBack,
  'datasets-check': datasetsCheck,
  quality,
  'us-equity': usEquity,
  'backtest-month': backtestMonth,
  sweep: sweepBench,
  'sweep-short': sweepShort,
  ledger,
  delivery,
  onnx,
  models,
  'order-book': orderBook,
  simulation,
  labels,
  features,
  'features-book': featuresBook,
  'features-tape': featuresTape,
  feed,
  host,
  kernel,
  'kernel-front': kernelFront,
  'kernel-language': kernelLanguage,
  'kernel-tslab': kernelTslab,
  trees,
  overfitting,
};

const RUNS = 5;

export async function runBenches(names: readonly string[], quick: boolean, runs: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const name of names) {
    const home = mkdtempSync(join(tmpdir(), 'quantumtrader-bench-'));
    try {
      figures.push(...(await benches[name]!({ quick, runs, home })));
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }
  return figures;
}

/** Each in a process of its own: what one has compiled and allocated must not slow the next. */
function inProcesses(names: readonly string[], quick: boolean, runs: number): readonly Figure[] {
  const size = [...(quick ? ['--quick'] : []), '--runs', String(runs)];
  return names.flatMap((name) => {
    process.stderr.write(`${name} ...\n`);
    const output = execFileSync(process.execPath, [import.meta.filename, name, '--json', ...size], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return (JSON.parse(output) as { readonly figures: readonly Figure[] }).figures;
  });
}

function machine(): object {
  const [cpu] = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return {
    os: `${osType()} ${release()}`,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB,
    node: process.version,
  };
}

function fail(message: string): never {
  process.stderr.write(`${message}\nbenchmarks: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, runs: { type: 'string' } },
  });
  for (const name of positionals) if (!Object.hasOwn(benches, name)) fail(`There is no benchmark ${name}`);
  const runs = Number(values.runs ?? (values.quick ? 1 : RUNS));
  if (!Number.isInteger(runs) || runs < 1) fail(`--runs is a whole number from 1 on, not ${values.runs}`);
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const quick = values.quick ?? false;
  const figures = names.length === 1 ? await runBenches(names, quick, runs) : inProcesses(names, quick, runs);
  const report = { machine: machine(), date: new Date().toISOString(), runs, quick, figures };
  process.stdout.write(`${values.json ? JSON.stringify(report) : figureTable(figures)}\n`);
}

if (import.meta.main) await main();
