// An entry of a model's list of datasets in; the parts of the store that it was made from out, found by their combined hash.

import { createHash } from 'node:crypto';
import { parsePartKind } from '../../adapters/datasets/candle-kind.ts';
import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { isRefused } from '../../adapters/datasets/usable-part.ts';
import { parseContract } from '../../core/market/contract.ts';

/** One contract's parts as a model names them: `WDOU25/candles-1m`. */
export interface TrainedEntry {
  readonly path: string;
  readonly sha256: string;
  /** Of the quality gate; absent when there are none. */
  readonly refusedParts?: number | undefined;
}

/** First day of training and last of validation, YYYY-MM-DD. */
export interface TrainedSpan {
  readonly from: string;
  readonly to: string;
}

/** Sessions at either end that gave no row, too short or not warm yet: they are in the hash, but outside of the span. */
const DAYS_BEFORE_MAX = 60;
const DAYS_AFTER_MAX = 20;

/** The entry of a contract's parts, which are in order of days. */
export function trainedEntry(contract: string, kind: PartKind, parts: readonly PartManifest[]): TrainedEntry {
  const text = parts.map(({ sha256 }) => sha256).join('\n');
  const refusedParts = parts.filter(isRefused).length;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { path: `${contract}/${kind}`, sha256, ...(refusedParts > 0 ? { refusedParts } : {}) };
}

/** Undefined when the store does not hold exactly these parts. */
export function trainedParts(
  store: DatasetStore,
  entry: TrainedEntry,
  span: TrainedSpan,
): readonly PartManifest[] | undefined {
  const [name = '', kindName = '', ...rest] = entry.path.split('/');
  const kind = parsePartKind(kindName);
  const contract = parseContract(name);
  if (contract === undefined || kind === undefined || rest.length > 0) return undefined;
  const all = store.parts(contract.symbol, kind).map((part) => store.manifest(part));
  const inSpan = all.filter(({ day }) => day >= span.from && day <= span.to);
  if (inSpan.length === 0) return undefined;
  // a root is read on the days of the contract only, a contract on all that there are
  const days = { from: all[0]!.day, to: all.at(-1)!.day };
  const ofRoot = new Set(
    store
      .contractDays(contract.root, days.from, days.to, kind)
      .days.filter((each) => each.contract === contract.symbol)
      .map(({ day }) => day),
  );
  return (
    matching(
      all.filter(({ day }) => ofRoot.has(day)),
      entry,
      span,
    ) ?? matching(all, entry, span)
  );
}

/** The run of days around the span whose hash is the entry's. */
function matching(
  parts: readonly PartManifest[],
  entry: TrainedEntry,
  span: TrainedSpan,
): readonly PartManifest[] | undefined {
  const first = parts.findIndex(({ day }) => day >= span.from);
  const last = parts.findLastIndex(({ day }) => day <= span.to);
  if (first < 0 || last < first) return undefined;
  const { instrument, kind } = parts[first]!;
  for (let end = last; end < parts.length && end <= last + DAYS_AFTER_MAX; end++) {
    for (let start = first; start >= 0 && start >= first - DAYS_BEFORE_MAX; start--) {
      const candidate = parts.slice(start, end + 1);
      if (trainedEntry(instrument, kind, candidate).sha256 === entry.sha256) return candidate;
    }
  }
  return undefined;
}
