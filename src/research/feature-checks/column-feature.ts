// A function over whole columns of candles, as notebooks have it, with the name that a check calls it by.

import type { Candle } from '../../core/candles/candle.ts';
import type { SessionContext } from '../../core/features/session-context.ts';

/** Row k is candle k with its session. */
export interface CandleRow {
  readonly candle: Candle;
  readonly session: SessionContext;
}

/**
 * Cannot run live: a FeatureSpec can. Checks take it all the same, so that an idea can be looked at before it is written as a feature.
 * `values` gives one value a row; undefined or null where there is none.
 */
export interface ColumnFeature {
  readonly id: string;
  readonly values: (rows: readonly CandleRow[]) => ArrayLike<number | undefined | null>;
}

export function columnFeature(id: string, values: ColumnFeature['values']): ColumnFeature {
  return { id, values };
}

export function isColumnFeature(value: unknown): value is ColumnFeature {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'values' in value &&
    typeof value.values === 'function'
  );
}
