// Features, labels and regimes in frames in; one table of rows as ensembles are trained on, numbered as the labels are, out.

import { isMissing, type TypedColumn, valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { UserError } from '../../adapters/user-error.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import type { Frame } from '../frames/frame.ts';
import { floatsAt, numbersOf, rowsByTime } from '../frames/values-at-rows.ts';
import { type RowTimes, rowTimes } from '../splits/row-times.ts';
import { DOWN, FLAT, UP } from '../training/forward-label.ts';

export interface RegimeRowsRequest {
  /** `features(...)`: the inputs, by their ids. */
  readonly features: Frame;
  /**
   * Of `labels`: `return`, `entry_price` and, of barriers, `touch`, of `trendDirection`, `t_value`. Not of trades that have a side: those are for
   * meta models. Nor `trendScanning` itself, whose return is that of a window chosen afterwards.
   */
  readonly labels: Frame;
  /** `regimeColumns(...)`. */
  readonly regimes: Frame;
  /** Columns of the features to use; all of kind float where absent. */
  readonly inputs?: readonly string[] | undefined;
  /** By row of the labels, such as `averageUniqueness`. */
  readonly weights?: TypedColumn | ArrayLike<number> | undefined;
  /** Of labels by time, which have neither `touch` nor `t_value`: a return of no more than so many points, either way, is flat. */
  readonly neutralPoints: number;
}

/** Every array has a value for each row of the labels; rows that cannot be used have `isUsed` 0. */
export interface RegimeRows {
  readonly rows: number;
  readonly inputs: readonly string[];
  readonly columns: readonly Float32Array[];
  /** All inputs are ready, the regime is one that is traded, and there is a label. */
  readonly isUsed: Uint8Array;
  /** Place in `tradedRegimes`. */
  readonly regime: Uint8Array;
  readonly regimeConfidence: Float64Array;
  /** 0 down, 1 flat, 2 up. */
  readonly direction: Float64Array;
  /** A move of no more than this was flat; undefined where the labels say by themselves what is. */
  readonly neutralPoints: number | undefined;
  /** Exit / entry − 1. */
  readonly forwardReturn: Float64Array;
  readonly entryPrice: Float64Array;
  readonly weight: Float64Array;
  readonly times: RowTimes;
  /** Rows that are not used, by the first reason that applies. */
  readonly leftOut: { readonly noLabel: number; readonly regimeUndefined: number; readonly notReady: number };
}

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'regime-rows', message, field, fix });
}

/** Joined by time: a label's decision is the end of the candle that features and regime are of. @throws UserError `regime-rows` */
export function regimeRows(request: RegimeRowsRequest): RegimeRows {
  const { features, labels, regimes, weights, neutralPoints } = request;
  if (!(neutralPoints >= 0)) throw bad(`neutralPoints is ${neutralPoints}`, 'neutralPoints', 'Give points, 0 or more');
  checkKind(labels);
  const inputs = request.inputs ?? features.names.filter((name) => features.column(name).kind === 'float');
  if (inputs.length === 0) throw bad('The features have no column of numbers', 'features', 'Give a frame of features');
  const rows = labels.rows;
  const [ofFeatures, ofRegimes] = [rowsByTime(labels.times, features.times), rowsByTime(labels.times, regimes.times)];
  const columns = inputs.map((name) => numbersAt(features.column(name), name, ofFeatures));
  const kinds = regimes.column('regime');
  const [returns, entries] = [labels.column('return'), labels.column('entry_price')];
  const regime = new Uint8Array(rows);
  const isUsed = new Uint8Array(rows);
  const [forwardReturn, entryPrice] = [new Float64Array(rows), new Float64Array(rows)];
  const direction = new Float64Array(rows);
  const leftOut = { noLabel: 0, regimeUndefined: 0, notReady: 0 };
  const classOf = classes(labels, neutralPoints);
  for (let row = 0; row < rows; row++) {
    const kind = ofRegimes[row]! < 0 ? undefined : valueAt(kinds, ofRegimes[row]!);
    const traded = tradedRegimes.indexOf(kind as TradedRegime);
    if (isMissing(returns, row)) leftOut.noLabel += 1;
    else if (traded < 0) leftOut.regimeUndefined += 1;
    else if (columns.some((column) => Number.isNaN(column[row]!))) leftOut.notReady += 1;
    else {
      isUsed[row] = 1;
      regime[row] = traded;
      forwardReturn[row] = Number(returns.values[row]!);
      entryPrice[row] = Number(entries.values[row]!);
      direction[row] = classOf(row, forwardReturn[row]!, entryPrice[row]!);
    }
  }
  return {
    ...{ rows, inputs, columns, isUsed, regime, direction, forwardReturn, entryPrice, leftOut },
    regimeConfidence: Float64Array.from(numbersAt(regimes.column('regime_confidence'), 'regime_confidence', ofRegimes)),
    weight: weightsOf(weights, rows),
    times: rowTimes(labels),
    neutralPoints: labels.columns.has('touch') || labels.columns.has('t_value') ? undefined : neutralPoints,
  };
}

/** A side is that of a trade, but for barriers without one (where it says which was met) and for trends. */
function checkKind(labels: Frame): void {
  if (labels.columns.has('span')) {
    const fix = 'Take labels.trendDirection: its return is that at the end of the longest window, which can be had';
    throw bad('The return of trendScanning is that of a window chosen afterwards', 'labels', fix);
  }
  if (!labels.columns.has('side') || labels.columns.has('t_value')) return;
  const side = labels.column('side');
  const touch = labels.columns.has('touch') ? labels.column('touch') : undefined;
  for (let row = 0; row < labels.rows; row++) {
    if (isMissing(side, row)) continue;
    const word = touch === undefined ? undefined : valueAt(touch, row);
    if (touch !== undefined && (Number(side.values[row]) === 0 || word === 'up' || word === 'down')) continue;
    const fix = 'Label moves of the price: tripleBarrier with up and down, or forwardReturn without side';
    throw bad('The labels are of trades with a side', 'labels', fix);
  }
}

/** Up or down where a barrier was met first, or a trend goes; of labels by time the side that went beyond the neutral points. */
function classes(labels: Frame, neutralPoints: number): (row: number, forwardReturn: number, entry: number) => number {
  const touch = labels.columns.has('touch') ? labels.column('touch') : undefined;
  const trend = labels.columns.has('t_value') ? labels.column('side') : undefined;
  return (row, forwardReturn, entry) => {
    if (trend !== undefined) return [DOWN, FLAT, UP][Number(trend.values[row]) + 1]!;
    if (touch !== undefined) {
      const word = valueAt(touch, row);
      return word === 'up' ? UP : word === 'down' ? DOWN : FLAT;
    }
    if (Math.abs(forwardReturn) <= neutralPoints / entry) return FLAT;
    return forwardReturn > 0 ? UP : DOWN;
  };
}

function numbersAt(column: TypedColumn, name: string, rows: Int32Array): Float32Array {
  const values = floatsAt(column, rows);
  if (values === undefined) throw bad(`${name} is no column of numbers`, name, 'Leave it out');
  return values;
}

function weightsOf(weights: RegimeRowsRequest['weights'], rows: number): Float64Array {
  if (weights === undefined) return new Float64Array(rows).fill(1);
  const values = numbersOf(weights, rows);
  if (values === undefined) {
    const { length } = 'kind' in weights ? weights.values : weights;
    throw bad(`${length} weights for ${rows} labels`, 'weights', 'Give one for each label');
  }
  // a label without a weight does not count
  return 'kind' in weights ? values.map((value) => (Number.isNaN(value) ? 0 : value)) : values;
}
