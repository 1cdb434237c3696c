// A script for Node on Windows: a real day through the simulated library, the vendor process, the host and the store; what differs from the source as JSON out.
import { rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { datasetDifference } from '../end-to-end/dataset-difference.ts';
import { newStageHome } from '../end-to-end/host-stage.ts';
import { type RecordOptions, recordDay } from '../end-to-end/recorded-day.ts';
import { dolk20Day, type SourceDay, SPY, SPY_TERMS, spyDays } from '../end-to-end/source-days.ts';

export interface ChainPlan {
  readonly dllPath: string;
  readonly source: 'dolk20' | 'spy';
  readonly sourcePath: string;
  /** Trades. */
  readonly limit: number;
  readonly rate: number;
  /** How programs reach the host: a named pipe, or TCP. */
  readonly transport: 'local' | 'tcp';
  /** The result goes here. */
  readonly resultPath: string;
}

export interface ChainResult {
  readonly trades: number;
  readonly quotes: number;
  /** Everything that is not as it must be. */
  readonly faults: readonly string[];
  readonly seconds: number;
}

async function chainDay(source: SourceDay, plan: ChainPlan): Promise<readonly string[]> {
  const home = newStageHome();
  const options: RecordOptions = {
    ...{ home, dllPath: plan.dllPath, rate: plan.rate, transport: plan.transport, patienceMs: 300_000 },
    ...(source.ticker === SPY.ticker ? { exchange: SPY.exchange, terms: [SPY_TERMS] } : { exchange: 'F' }),
  };
  const run = await recordDay(source, options);
  const faults: string[] = [];
  const difference = await datasetDifference(home, source);
  if (difference !== undefined) faults.push(`dataset: ${difference}`);
  if (run.dayEnd.code !== 0 || run.dayEnd.output !== '')
    faults.push(`the host ended with ${JSON.stringify(run.dayEnd)}`);
  if (run.overflowed + run.reservedOverflowed > 0) faults.push(`the feed lost ${run.overflowed} records`);
  for (const [name, client] of Object.entries({ early: run.early, late: run.late })) {
    faults.push(...client.faults.slice(0, 3).map((fault) => `${name} stream: ${fault}`));
    if (!isDeepStrictEqual(client.trades, source.trades)) faults.push(`the trades of the ${name} stream are others`);
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  return faults;
}

export async function chain(plan: ChainPlan): Promise<ChainResult> {
  const startMs = performance.now();
  const { source, sourcePath, limit } = plan;
  const faults: string[] = [];
  let [trades, quotes] = [0, 0];
  for (const day of source === 'spy' ? spyDays(sourcePath, limit) : [dolk20Day(sourcePath, limit)]) {
    faults.push(...(await chainDay(day, plan)));
    trades += day.trades.length;
    quotes += day.quotes.length;
  }
  return { trades, quotes, faults, seconds: (performance.now() - startMs) / 1000 };
}

if (import.meta.main || process.argv[1]?.endsWith('chain-main.ts') === true) {
  const plan = JSON.parse(process.argv[2]!) as ChainPlan;
  writeFileSync(plan.resultPath, JSON.stringify(await chain(plan)));
  process.exit(0);
}
