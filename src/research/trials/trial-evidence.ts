// A home and the number of a trial in; what is known about it, with every trial on its days, as the gates against overfitting want it, out.

import type { Trial } from '../../adapters/ledger/trial.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Evidence } from '../overfitting/evidence.ts';
import { countedTrials } from './counted-trials.ts';
import { doubledCosts } from './doubled-costs.ts';
import { soundLedger } from './sound-ledger.ts';
import { trialsOf } from './trials-of.ts';

export interface TrialEvidenceRequest {
  readonly home: string;
  /** Number of its entry; a repetition stands for the trial that it repeats. */
  readonly seq: number;
}

/** With what the result holds under: the gates do not judge it, a person must. */
export interface TrialEvidence extends Evidence {
  readonly provenance: Trial['data']['provenance'];
  readonly conditions: Trial['conditions'];
  /** Of the trials that are not compared, how many are runs without an end. */
  readonly unfinished: number;
}

/** Trials of all strategies on the same root and days. UserError `trial-unknown`, `not-a-trial`, and those of `trialsOf`. */
export function trialEvidence({ home, seq }: TrialEvidenceRequest): TrialEvidence {
  const { entries } = soundLedger(home);
  const found = countedTrials(entries)[seq - 1];
  if (found === undefined) throw unknownTrial(seq);
  const { entry, standing } = found;
  if (entry.trial.outcome === 'threw' || entry.trial.outcome === 'began') throw notATrial(seq);
  const own = standing.kind === 'repetition' ? standing.of : seq;
  const { compared, uncompared, unfinished } = trialsOf({ home, instrument: entry.trial.data.instrument, like: seq });
  const chosen = compared.findIndex((trial) => trial.seq === own);
  if (chosen < 0) throw notATrial(seq);
  const { trades } = compared[chosen]!;
  return {
    ...{ trials: compared.map(({ netBrl }) => netBrl), chosen, uncompared: uncompared.length },
    ...{ trades: trades ?? undefined, ...doubledCosts(entry, entries) },
    ...{ provenance: entry.trial.data.provenance, conditions: entry.trial.conditions, unfinished: unfinished.length },
  };
}

export function unknownTrial(seq: number): UserError {
  const fix = 'qt trials list shows the numbers';
  return new UserError({ code: 'trial-unknown', message: `The ledger has no entry ${seq}`, field: 'number', fix });
}

function notATrial(seq: number): UserError {
  return new UserError({
    code: 'not-a-trial',
    message: `Entry ${seq} is no trial that can be judged: it chose nothing, threw, has no end, or gave no result by day`,
    field: 'number',
    fix: 'Judge the backtest itself; qt trials list shows which entries count',
  });
}
