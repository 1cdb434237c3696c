// A validation, and the backtest that is recorded beside the model, in; the gate that says whether strategy and model still decide what was seen then out.

import { type BacktestRecord, readBacktestRecord } from '../adapters/onnx/backtest-record.ts';
import { UserError } from '../adapters/user-error.ts';
import type { SimulatedRun } from '../runner/simulated-run.ts';
import type { CheckedModel } from './gates/model-package-gate.ts';
import { notebookDigestGate } from './gates/notebook-digest-gate.ts';
import type { CheckedGate } from './release/gate.ts';
import type { Subject } from './subject.ts';

/** Days, instrument, capital and seed of the validation, and the digest that somebody says it has. */
interface Conditions extends Pick<BacktestRecord, 'capitalBrl' | 'seed'> {
  readonly instrument?: string | undefined;
  readonly expectDigest?: string | undefined;
}

type RunAgain = (record: BacktestRecord) => Promise<SimulatedRun>;

const FIX = 'Run the backtest of this strategy with this model again, and record it (recordBacktest)';

/**
 * A digest that somebody names is of the validation, one that lies beside the model is of its own days: where there are both, both must be given.
 * Undefined where there is neither. `again` runs the recorded days, where the validation is not of the very same.
 */
export async function seenBacktestGate(
  subject: Subject,
  checked: CheckedModel,
  validation: SimulatedRun,
  asked: Conditions,
  again: RunAgain,
): Promise<CheckedGate | undefined> {
  const { expectDigest } = asked;
  const named = expectDigest === undefined ? undefined : notebookDigestGate(validation.digest, expectDigest);
  if (named?.passed === false) return named;
  const recorded = await recordedBacktestGate(subject, checked, validation, asked, again);
  if (named === undefined || recorded?.passed === false) return recorded;
  return recorded === undefined ? named : { ...named, reason: `${named.reason}, in the backtest beside the model too` };
}

async function recordedBacktestGate(
  { strategy, modelFolder }: Subject,
  { model }: CheckedModel,
  validation: SimulatedRun,
  asked: Conditions,
  again: RunAgain,
): Promise<CheckedGate | undefined> {
  if (model === undefined) return undefined;
  try {
    const record = readBacktestRecord(modelFolder);
    if (record === undefined) return undefined;
    const refuse = (reason: string): CheckedGate => ({
      ...{ id: 'notebookDigest', passed: false, value: null, limit: record.digest, reason, fix: FIX },
    });
    if (record.modelSha256 !== model.manifestSha256) return refuse('The backtest beside the model is of another model');
    if (record.strategy !== strategy.name) {
      return refuse(`The backtest beside the model is of the strategy ${record.strategy}, not ${strategy.name}`);
    }
    const instrument = asked.instrument ?? strategy.instruments.trade;
    const isSame = isOfTheSame(record, validation, { ...asked, instrument });
    return notebookDigestGate((isSame ? validation : await again(record)).digest, record.digest);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = `The backtest beside the model could not be run again: ${error.message}`;
    return { id: 'notebookDigest', passed: false, value: null, limit: null, reason, fix: error.fix };
  }
}

function isOfTheSame(record: BacktestRecord, { feeds }: SimulatedRun, asked: Conditions): boolean {
  const { days, kind } = feeds;
  return (
    record.from === days[0]!.day &&
    record.to === days.at(-1)!.day &&
    record.kind === kind &&
    record.instrument === asked.instrument &&
    record.capitalBrl === asked.capitalBrl &&
    record.seed === asked.seed
  );
}
