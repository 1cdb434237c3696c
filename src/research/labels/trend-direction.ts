// Candles and the lengths of windows in; whether the surest trend ahead goes up, down or nowhere, with what a trade could have had of it, out. Looks forward: research only.

import type { Frame } from '../frames/frame.ts';
import { forwardReturn } from './forward-return.ts';
import { checkFields, labelError } from './label-error.ts';
import { type TrendScanning, trendScanning } from './trend-scanning.ts';

export interface TrendDirection extends TrendScanning {
  /** A trend with a smaller absolute t-value is none; from 0. */
  readonly leastTValue: number;
}

/**
 * For a model that learns up, down and flat: `trendScanning`, whose window is chosen by looking at what came, says the side; `exit_price` and
 * `return` are those at `known_time`, the end of the longest window, which is the first moment at which anybody could know. A threshold fitted on
 * the return of the chosen window would pay for hindsight. Columns of `trendScanning` without `span`; `side` is 0 below `leastTValue`.
 *
 * UserErrors `bad-option`, `label-rows`, `frame-column`.
 */
export function trendDirection(candles: Frame, options: TrendDirection): Frame {
  checkFields('options', options, ['min', 'max', 'leastTValue', 'flattenBeforeClose']);
  const { leastTValue, ...scanned } = options;
  if (!(leastTValue >= 0 && leastTValue < Number.POSITIVE_INFINITY)) {
    const fix = 'Write a t-value from 0 on, such as 2';
    throw labelError('bad-option', `leastTValue is ${String(leastTValue)}`, 'leastTValue', fix);
  }
  const { max, flattenBeforeClose } = scanned;
  const trends = trendScanning(candles, scanned);
  const held = forwardReturn(candles, { candles: max, atFlatten: 'exit', flattenBeforeClose });
  const { values: tValue, valid } = trends.column('t_value');
  const side = Int32Array.from(trends.column('side').values as Int32Array, (each, row) =>
    Math.abs(Number(tValue[row])) < leastTValue ? 0 : each,
  );
  const atKnown = (name: string) =>
    ({ kind: 'float', values: held.column(name).values as Float64Array, valid }) as const;
  return trends
    .drop('span')
    .withColumn('side', { kind: 'int32', values: side, valid })
    .withColumn('exit_price', atKnown('exit_price'))
    .withColumn('return', atKnown('return'));
}
