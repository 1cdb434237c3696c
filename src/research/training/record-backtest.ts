// The folder of a model and a backtest with it in; the digest of the run and what it was run on, kept beside the model for `qt promote`, out.

import { isCandleKind } from '../../adapters/datasets/schema.ts';
import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import { BACKTEST_FILE, type BacktestRecord } from '../../adapters/onnx/backtest-record.ts';
import { readModelFolder } from '../../adapters/onnx/model-folders.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { SimulatedRun } from '../../runner/simulated-run.ts';
import { writeModelFolder } from './write-model-folder.ts';

/**
 * A promotion of the model runs the same backtest with the strategy and the model as they are then, and is refused unless it decides the same.
 * Takes the place of a record that is there. Throws UserError `backtest-record` where the run is none of this very model, was stopped, or was
 * one under other conditions than those of a plain backtest.
 */
export async function recordBacktest(folder: string, run: SimulatedRun): Promise<BacktestRecord> {
  const { manifest, manifestSha256 } = await readModelFolder(folder);
  const fault = faultOf(run, manifestSha256, folder);
  if (fault !== undefined) {
    const fix = `Run simulatedRun with the model in ${folder} to its last day, then record that run`;
    const message = `The backtest cannot be recorded beside ${manifest.name}: ${fault}`;
    throw new UserError({ code: 'backtest-record', message, field: 'run', fix });
  }
  const { plan, feeds, info, trial, digest } = run;
  const record: BacktestRecord = {
    ...{ schemaVersion: 1, modelSha256: manifestSha256, strategy: plan.strategy.name },
    ...{ instrument: plan.requested[0]!, kind: feeds.kind, from: feeds.days[0]!.day, to: feeds.days.at(-1)!.day },
    ...{ capitalBrl: info.capitalBrl, seed: trial.seed!, digest },
  };
  const text = `${JSON.stringify(record, undefined, 2)}\n`;
  await writeModelFolder(folder, new Map([[BACKTEST_FILE, new TextEncoder().encode(text)]]));
  return record;
}

/** A promotion runs the strategy as its file exports it, in the market as it is assumed: whatever was chosen beside that it cannot repeat. */
function faultOf(run: SimulatedRun, manifestSha256: string, folder: string): string | undefined {
  const { info, plan, trial } = run;
  if (info.model?.manifestSha256 !== manifestSha256) return `it did not run the model in ${folder}`;
  if (trial.outcome !== 'finished') return 'it did not run to its end';
  if (trial.kind === 'check' || info.mode !== 'backtest') return 'it is a check or a paper run, not a backtest';
  if (plan.thresholdChanges !== undefined) return 'it had other thresholds than those of the model';
  const { strategy } = plan.code;
  const thresholds = plan.strategy.thresholds ?? null;
  if (thresholds !== (strategy.thresholds ?? null))
    return `it had the thresholds ${thresholds}, not those of the strategy`;
  const values = canonicalJson(plan.strategy.parameters?.values ?? null);
  if (values !== canonicalJson(strategy.parameters?.values ?? null))
    return `it had other parameters than the strategy: ${values}`;
  if (!isPlainMarket(run)) return 'it had other costs, or a worse market, than a promotion assumes';
  return undefined;
}

function isPlainMarket({ plan, feeds, simulation }: SimulatedRun): boolean {
  const interval = plan.code.parseCandleInterval(plan.strategy.candle);
  const plain = plan.code.simulationOf({
    root: feeds.root,
    matchedOn: isCandleKind(feeds.kind) ? 'bars' : 'ticks',
    candleUs: interval?.kind === 'time' ? interval.us : 0,
  });
  return canonicalJson(plain) === canonicalJson(simulation);
}
