// A home, a release or model and days in; what the ledger of trials holds of its newest run over them, day by day, out.

import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { readList } from '../../adapters/ledger/shared-list.ts';

export interface ModelResult {
  /** Number of its entry. */
  readonly seq: number;
  readonly trades: number;
  readonly days: readonly string[];
  /** Net of each day, costs included, integer E4. */
  readonly netE4: readonly number[];
  /** Costs, latencies and capital as canonical JSON: equal for equal conditions. */
  readonly conditions: string;
}

export interface ResultRequest {
  readonly strategy: string;
  /** Of the run of a release; a model that was validated for one has its own sha256 instead. */
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
    const isIt =
      'release' in of
        ? trial.release === of.release
        : trial.kind === 'retraining' && trial.model?.manifestSha256 === of.manifestSha256;
    const isThere = trial.data.from >= from && trial.data.to <= to;
    return (
      isIt && isThere && trial.strategy === strategy && trial.outcome === 'finished' && trial.result.daily !== null
    );
  });
  if (found?.trial.result.daily == null) return undefined;
  const { daily, trades } = found.trial.result;
  return {
    ...{ seq: found.seq, trades: trades ?? 0, netE4: daily.netE4 },
    days: readList(home, daily.days) as readonly string[],
    conditions: canonicalJson(found.trial.conditions),
  };
}
