// Candles, the sides that a primary model wants, and how such a trade ends in; whether it made money after costs out. Looks forward: research only.

import type { Frame } from '../frames/frame.ts';
import { checkObject, labelError } from './label-error.ts';
import type { TradeSides } from './trade-sides.ts';
import { type TripleBarrier, tripleBarrier } from './triple-barrier.ts';

export type MetaLabel = Omit<Extract<TripleBarrier, { readonly side: TradeSides }>, 'side'> & {
  /** What the primary model says: above 0 buy, below 0 sell, 0 or no value nothing, for which there is no label. */
  readonly primary: TradeSides;
};

/** The columns of `tripleBarrier`, and `meta_label`: 1 where the return after costs is above 0, else 0. López de Prado 2018, section 3.6. */
export function metaLabel(candles: Frame, options: MetaLabel): Frame {
  checkObject('options', options);
  const { primary, ...trade } = options;
  if (primary === undefined)
    throw labelError('bad-option', 'There is no primary side', 'primary', 'Write the side of each row');
  const labels = tripleBarrier(candles, { ...trade, side: primary });
  const { values, valid } = labels.column('return');
  const made = Int32Array.from(values as Float64Array, (value) => (value > 0 ? 1 : 0));
  return labels.withColumn('meta_label', { kind: 'int32', values: made, valid });
}
