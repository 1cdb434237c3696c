// A trial and the ledger it stands in; what doubled costs leave of it, by a run with them or by what is to be taken off, out.

import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { e4ToBrl } from '../../core/account/money.ts';
import type { Evidence } from '../overfitting/evidence.ts';
import { assumedCostsBrl } from './assumed-costs.ts';

/** Sums of thousands of fills differ by less. */
const ROUNDING_BRL = 1e-6;

/**
 * `costs`: what comes off the net result for doubled costs. A run at lower fees than the assumption for its root is brought to twice the
 * assumption; undefined where the assumption for its fills is not known (evaluations, runs of earlier versions without fees). `netAtDoubledCosts`:
 * of a recorded check of the same choice, code, seed and days whose fills did pay twice as much, all else equal.
 */
export function doubledCosts(
  entry: LedgerEntry,
  entries: readonly LedgerEntry[],
): Pick<Evidence, 'costs' | 'netAtDoubledCosts'> {
  const { costsBrl: own } = entry.trial.result.measures;
  const assumed = assumedCostsBrl(entry);
  if (own === undefined || assumed === undefined) return { costs: undefined, netAtDoubledCosts: undefined };
  const times = assumed > 0 ? 2 * Math.max(1, own / assumed) : 2;
  const checks = entries
    .filter((other) => isSameButForCosts(other, entry) && paidTimes(other, times))
    .sort((a, b) => a.trial.result.measures.costsBrl! - b.trial.result.measures.costsBrl!);
  const net = checks[0]?.trial.result.daily?.netE4;
  return {
    costs: Math.max(own, 2 * assumed - own),
    netAtDoubledCosts: net && e4ToBrl(net.reduce((sum, day) => sum + day, 0)),
  };
}

function paidTimes(entry: LedgerEntry, times: number): boolean {
  const { costsBrl } = entry.trial.result.measures;
  const assumed = assumedCostsBrl(entry);
  if (costsBrl === undefined || assumed === undefined) return false;
  return costsBrl > times * assumed - ROUNDING_BRL;
}

function isSameButForCosts(other: LedgerEntry, entry: LedgerEntry): boolean {
  const [a, b] = [other.trial, entry.trial];
  return (
    a.kind === 'check' &&
    a.outcome === 'finished' &&
    other.choice === entry.choice &&
    a.codeSha256 !== null &&
    a.codeSha256 === b.codeSha256 &&
    a.packageSha256 === b.packageSha256 &&
    a.seed === b.seed &&
    a.data.datasets === b.data.datasets &&
    a.result.daily !== null &&
    a.result.daily.days === b.result.daily?.days &&
    canonicalJson(withoutCosts(a.conditions)) === canonicalJson(withoutCosts(b.conditions))
  );
}

function withoutCosts(conditions: LedgerEntry['trial']['conditions']): unknown {
  const { simulation } = conditions;
  if (simulation === null || typeof simulation !== 'object' || Array.isArray(simulation)) return conditions;
  return { ...conditions, simulation: { ...simulation, costs: null } };
}
