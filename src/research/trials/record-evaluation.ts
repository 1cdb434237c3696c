// What was trained or judged on frames in; its entry in the ledger of trials out, before anybody is given the result.

import { resolve } from 'node:path';
import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import { recordTrial } from '../../adapters/ledger/record-trial.ts';
import type { Trial } from '../../adapters/ledger/trial.ts';
import { UserError } from '../../adapters/user-error.ts';
import { brlToE4 } from '../../core/account/money.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { type FrameMeta, type FrameSource, joinMeta } from '../frames/frame-meta.ts';
import { plainSettings } from './plain-settings.ts';

export interface Evaluation {
  readonly kind: 'training' | 'evaluation';
  /** Name of the model or of the idea, kebab-case. */
  readonly name: string;
  /** `meta` of each frame that went in. */
  readonly metas: readonly FrameMeta[];
  /** What would be traded, root or symbol. Default: that of the parts, where all are of one root. */
  readonly instrument?: string | undefined;
  /** Everything that was chosen; functions count by their text, columns of numbers by their hash. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed?: number | undefined;
  readonly model?: { readonly name: string; readonly manifestSha256: string } | undefined;
  /** Figures by name; what is undefined or not finite is left out. */
  readonly measures: Readonly<Record<string, number | undefined>>;
  /** Where it traded in some way: net result of each day, BRL with at most 4 decimals, costs included. */
  readonly daily?: { readonly days: readonly string[]; readonly netBrl: ArrayLike<number> } | undefined;
  readonly trades?: number | undefined;
  /** Default: QT_HOME, else the folder of this package. */
  readonly home?: string | undefined;
}

/**
 * For whatever shows how good something is on data of the store; backtests and sweeps do it by themselves. Frames that were made by hand
 * name no parts of a store: then there is nothing to record, and the answer is undefined. UserErrors of `recordTrial`, and `instrument-unclear`.
 */
export function recordEvaluation(evaluation: Evaluation): EntryMark | undefined {
  const trial = evaluationTrial(evaluation);
  return trial === undefined ? undefined : recordTrial(ledgerHome(evaluation.home), trial);
}

/** What is recorded of it; undefined where nothing is. UserError `instrument-unclear`. */
export function evaluationTrial(evaluation: Evaluation): Trial | undefined {
  const { kind, name, metas, settings, seed = null, model = null, measures, daily, trades = null } = evaluation;
  const { sources, provenance } = joinMeta(metas);
  if (sources.length === 0) return undefined;
  const days = sources.map(({ day }) => day).sort();
  const instrument = tradedRoot(evaluation, sources);
  const datasets = sources.map(({ instrument: contract, kind: part, day, sha256, refused }) => {
    const path = `datasets/${contract}/${part}/${day}.parquet`;
    return { path, sha256, ...(refused === true ? { refused } : {}) };
  });
  const figures = Object.entries(measures).filter((each): each is [string, number] => Number.isFinite(each[1]));
  const netE4 = daily === undefined ? [] : Array.from(daily.netBrl, brlToE4);
  return {
    ...{ kind, strategy: name, outcome: 'finished', codeSha256: null, release: null },
    ...{ settings: plainSettings(settings), conditions: {}, model, seed, run: null, labels: {} },
    data: {
      instrument,
      // the weakest is said where one of the frames says nothing
      provenance: provenance ?? 'synthetic',
      ...{ from: days[0]!, to: days.at(-1)!, datasets },
    },
    result: {
      ...{ digest: null, trades, measures: Object.fromEntries(figures) },
      daily: daily === undefined ? null : { days: [...daily.days], netE4 },
    },
  };
}

/** Default: QT_HOME, else the folder of this package. */
export function ledgerHome(home: string | undefined): string {
  return resolve(home ?? process.env.QT_HOME ?? packageRoot);
}

/** Parts of another root may be there as features only: which of them is traded, the caller alone knows. UserError `instrument-unclear`. */
export function tradedRoot(
  { instrument, name }: Pick<Evaluation, 'instrument' | 'name'>,
  sources: readonly FrameSource[],
): string {
  if (instrument !== undefined) return rootOf(instrument);
  const roots = [...new Set(sources.map((source) => rootOf(source.instrument)))];
  if (roots.length === 1) return roots[0]!;
  throw new UserError({
    code: 'instrument-unclear',
    message: `The evaluation ${name} rests on parts of ${roots.join(' and ')}: which of them it would trade is not said`,
    field: 'instrument',
    fix: `Give instrument, such as '${roots[0]!}'`,
  });
}

const rootOf = (symbol: string): string => parseSymbol(symbol)?.root ?? symbol;
