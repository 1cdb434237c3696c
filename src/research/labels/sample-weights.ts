// Labels and the candles that they look at in; how much each of them says that others do not, as weights, out.

import { markOf, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { Frame } from '../frames/frame.ts';
import { labelError } from './label-error.ts';
import { concurrency, type LabelSpans, labelSpans } from './label-spans.ts';

/**
 * By row of `labels`, 0 to 1: the mean over the candles of a label of 1 / (labels that stand on that candle). No value where there is no label.
 * Rows that training does not use are to be left out of `labels` before, and none of `candles`. López de Prado 2018, section 4.4.
 * UserErrors `label-rows`, `frame-column`.
 */
export function averageUniqueness(labels: Frame, candles: Frame): TypedColumn {
  const spans = labelSpans(labels, candles);
  const shares = runningSum(concurrency(spans), (count) => (count === 0 ? 0 : 1 / count));
  return column(labels, spans, (at) => {
    const [first, last] = [spans.first[at]!, spans.last[at]!];
    // differences of running sums carry float noise, a share never passes 1
    return Math.min(1, (shares[last + 1]! - shares[first]!) / (last + 1 - first));
  });
}

/**
 * By row of `labels`: the size of the log return that fell to the label, each candle's being shared by all that stand on it, scaled to a mean
 * of 1. The return of a candle is from the close before it; of the first of a session from its open. López de Prado 2018, section 4.6,
 * snippet 4.10. UserErrors as `averageUniqueness`, and `label-rows` where no price moved.
 */
export function returnAttribution(labels: Frame, candles: Frame): TypedColumn {
  const spans = labelSpans(labels, candles);
  const counts = concurrency(spans);
  const returns = candleReturns(candles);
  const shares = runningSum(counts, (count, candle) => (count === 0 ? 0 : returns[candle]! / count));
  const raw = Float64Array.from(spans.row, (_, at) =>
    Math.abs(shares[spans.last[at]! + 1]! - shares[spans.first[at]!]!),
  );
  const total = raw.reduce((sum, each) => sum + each, 0);
  if (raw.length > 0 && !(total > 0)) {
    throw labelError('label-rows', 'No price moved under any label', 'candles', 'Weigh by average uniqueness instead');
  }
  return column(labels, spans, (at) => (raw[at]! * raw.length) / total);
}

/**
 * By row of `labels`: a factor for other weights, 1 for the newest label and falling in a straight line with the uniqueness that came after it.
 * `oldest` from 0 to 1: what is left for the oldest. Below 0: that share of the whole is 0, and what is newer rises from there. López de Prado
 * 2018, section 4.7, snippet 4.11. UserErrors as `averageUniqueness`, `bad-option`.
 */
export function timeDecay(labels: Frame, candles: Frame, oldest: number): TypedColumn {
  if (!(oldest > -1 && oldest <= 1)) {
    const fix = 'Write what is left for the oldest, 0 to 1, or minus the share that is forgotten';
    throw labelError('bad-option', `oldest is ${String(oldest)}`, 'oldest', fix);
  }
  const spans = labelSpans(labels, candles);
  const { values } = averageUniqueness(labels, candles);
  const seen = new Float64Array(spans.row.length);
  for (const [at, row] of spans.row.entries()) seen[at] = (seen[at - 1] ?? 0) + Number(values[row]);
  const all = seen.at(-1) ?? 0;
  const slope = oldest >= 0 ? (1 - oldest) / all : 1 / ((oldest + 1) * all);
  return column(labels, spans, (at) => Math.max(0, 1 - slope * (all - seen[at]!)));
}

/** Sums of all candles before each; one more value than candles. */
function runningSum(counts: Int32Array, of: (count: number, candle: number) => number): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  for (let candle = 0; candle < counts.length; candle++) {
    sums[candle + 1] = sums[candle]! + of(counts[candle]!, candle);
  }
  return sums;
}

function candleReturns(candles: Frame): Float64Array {
  const open = candles.column('open').values as Float64Array;
  const close = candles.column('close').values as Float64Array;
  const day = candles.column('day').values;
  return Float64Array.from(close, (price, row) => {
    const isFirst = row === 0 || day[row] !== day[row - 1];
    return Math.log(price / (isFirst ? open[row]! : close[row - 1]!));
  });
}

function column(labels: Frame, { row }: LabelSpans, weightOf: (at: number) => number): TypedColumn {
  const values = new Float64Array(labels.rows);
  const valid = new Uint8Array(labels.rows);
  for (let at = 0; at < row.length; at++) {
    values[row[at]!] = weightOf(at);
    valid[row[at]!] = 1;
  }
  return { kind: 'float', values, valid: markOf(valid) };
}
