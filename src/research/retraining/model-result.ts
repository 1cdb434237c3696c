// A home, a release or model and days in; what the ledger of trials holds of its newest run over them, day by day, out.

import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { readList } from '../../adapters/ledger/shared-list.ts';

export interface ModelResult {
  /** Number of its entry. */
  readonly seq: number;
  readonly days: readonly string[];
  /** Net of each day, costs included, integer E4. */
  readonly netE4: readonly number[];
  /** Round trips that ended on each day; undefined in entries of earlier versions. */
  readonly trades: readonly number[] | undefined;
  /** Costs, latencies and capital as canonical JSON: equal for equal conditions. */
  readonly conditions: string;
}

export interface ResultRequest {
  readonly strategy: string;
  /** Of the run of a release; a model that was validated for one, or rolled, has its own sha256 instead. */
  readonly of: { readonly release: string } | { readonly manifestSha256: string };
  readonly from: string;
  readonly to: string;
}

/** `entries` of a ledger that was verified; undefined where none of them is a whole run of it within the days. */
export function modelResult(
  home: string,
  entries: readonly LedgerEntry[],
  { strategy, of, from, to }: ResultRequest,
): ModelResult | undefined {
  const found = entries.findLast(({ trial }) => {
    const isIt = 'release' in of ? trial.release === of.release : isValidation(trial, of.manifestSha256);
    const isThere = trial.data.from >= from && trial.data.to <= to;
    return (
      isIt && isThere && trial.strategy === strategy && trial.outcome === 'finished' && trial.result.daily !== null
    );
  });
  const daily = found?.trial.result.daily;
  if (found === undefined || daily == null) return undefined;
  return {
    ...{ seq: found.seq, netE4: daily.netE4, trades: daily.trades },
    days: readList(home, daily.days) as readonly string[],
    conditions: canonicalJson(found.trial.conditions),
  };
}

/** The validation of a candidate, or the backtest of a roll. */
function isValidation({ kind, release, model }: LedgerEntry['trial'], manifestSha256: string): boolean {
  if (kind !== 'retraining' && kind !== 'backtest') return false;
  return release === null && model?.manifestSha256 === manifestSha256;
}
