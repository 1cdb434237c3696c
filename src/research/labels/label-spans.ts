// Labels and the candles that they look at in; the first and last candle of each label out.

import type { Frame } from '../frames/frame.ts';
import { checkAscending, firstRowFrom } from '../frames/sorted-times.ts';
import { labelError } from './label-error.ts';

/** A label stands on the candles `first` to `last`, both included. Rows without a label have no span. */
export interface LabelSpans {
  /** Row in the frame of labels, first and last row in the frame of candles; one value for each label. */
  readonly row: Uint32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly candles: number;
}

/**
 * The candles that end after the decision, up to the one in which the label is known. The candles are those that labels were made of, all of them,
 * whatever rows of labels have been left out since. UserErrors `label-rows`, `frame-column`, `frame-index`.
 */
export function labelSpans(labels: Frame, candles: Frame): LabelSpans {
  const clock = candles.times;
  checkAscending(clock);
  checkAscending(labels.times);
  const { values, valid } = labels.column('known_time');
  const known = values as Float64Array;
  const row = Uint32Array.from(labels.times.keys()).filter((each) => valid === undefined || valid[each] === 1);
  const first = new Int32Array(row.length);
  const last = new Int32Array(row.length);
  for (let at = 0; at < row.length; at++) {
    first[at] = firstRowFrom(clock, labels.times[row[at]!]! + 1);
    // the label of trades is known inside a candle, which is the last that it stands on
    last[at] = firstRowFrom(clock, known[row[at]!]!);
    if (first[at]! < clock.length && last[at]! >= first[at]!) {
      last[at] = Math.min(last[at]!, clock.length - 1);
      continue;
    }
    const message = `The label of row ${row[at]} stands on no candle`;
    throw labelError('label-rows', message, 'candles', 'Give the candles that the labels were made of');
  }
  return { row, first, last, candles: clock.length };
}

/** How many labels stand on each candle: c of López de Prado 2018, section 4.3. */
export function concurrency({ first, last, candles }: LabelSpans): Int32Array {
  const counts = new Int32Array(candles + 1);
  for (let at = 0; at < first.length; at++) {
    counts[first[at]!]! += 1;
    counts[last[at]! + 1]! -= 1;
  }
  for (let candle = 1; candle < counts.length; candle++) counts[candle]! += counts[candle - 1]!;
  return counts.subarray(0, candles);
}
