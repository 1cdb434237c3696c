// A home and the validation that was just recorded in; gates that say what its result is worth after all trials on its days, out.

import { UserError } from '../../adapters/user-error.ts';
import type { Gate as JudgedGate } from '../../research/overfitting/gate.ts';
import { judge } from '../../research/overfitting/judge.ts';
import { trialEvidence } from '../../research/trials/trial-evidence.ts';
import type { CheckedGate } from '../release/gate.ts';
import type { RecordedValidation } from './ledger-gate.ts';

const FIXES: Readonly<Record<Exclude<JudgedGate['name'], 'trades'>, string>> = {
  deflatedSharpe:
    'Validate on more days, or on days on which nothing was tried: each variant makes the best of them less surprising',
  overfitting:
    'Record the variants that were compared over the same days (qt sweep does), and choose from the middle of what works',
  doubledCosts: 'Trade less often, or for more: what lives on the costs of today dies with those of tomorrow',
  oneDay: 'Validate on more days: one day is no strategy',
};

/** Numbers and limits are those of `judge`; the number of trades has a gate of its own. */
export function overfittingGates(home: string, { entry }: Pick<RecordedValidation, 'entry'>): readonly CheckedGate[] {
  const judged = judgedOf(home, entry.seq);
  if (typeof judged === 'string') return Object.keys(FIXES).map((id) => unjudged(id, judged));
  return judged.flatMap((gate) => {
    if (gate.name === 'trades') return [];
    const { passed, value = null, limit, says } = gate;
    const base = { id: gate.name, limit, value } as const;
    return [{ ...base, passed, reason: says, fix: passed ? '' : FIXES[gate.name] }];
  });
}

/** The gates, or why there is nothing to judge by. */
function judgedOf(home: string, seq: number): readonly JudgedGate[] | string {
  try {
    return judge(trialEvidence({ home, seq })).gates;
  } catch (error) {
    // a broken ledger has a gate of its own; a run that chose nothing has no trials behind it
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function unjudged(id: string, why: string): CheckedGate {
  const reason = `Nothing judged the result by the trials behind it: ${why}`;
  const fix = 'Run the strategy as a backtest on these days first (qt backtest), so that it stands among its trials';
  return { id, value: null, limit: null, passed: false, reason, fix };
}
