// Takes the candles of the old and of the new contract around a roll and gives a price of each, at the same time where there is one.

/** Candles of one contract in order of time, oldest first; times in microseconds UTC, prices in points. */
export interface PriceTrack {
  readonly openTimeUs: Float64Array;
  /** End of the candle, exclusive. */
  readonly closeTimeUs: Float64Array;
  readonly open: Float64Array;
  readonly close: Float64Array;
}

/**
 * The two prices from which an adjustment is computed.
 * `sameTime`: closes of the two candles that ended together. `acrossNight`: the last close of the old and the first open
 * of the new contract, which hold a move of the market besides the distance of the contracts.
 */
export type KnownRollPrices =
  | { readonly kind: 'sameTime'; readonly timeUs: number; readonly oldPrice: number; readonly newPrice: number }
  | {
      readonly kind: 'acrossNight';
      readonly oldTimeUs: number;
      readonly oldPrice: number;
      readonly newTimeUs: number;
      readonly newPrice: number;
    };

export type RollPrices = KnownRollPrices | { readonly kind: 'unknown'; readonly reason: 'noOldPrices' | 'noNewPrices' };

/**
 * The prices of both contracts at the last time before the roll at which a candle of each ended. Where no candles ended
 * together, the last close of the old contract before `rollStartUs` and the first open of the new one from then on; where
 * one of these is missing too, the reason. `rollStartUs` is the local midnight that begins the roll day. The tracks hold
 * what may be used and nothing else.
 */
export function rollPrices(old: PriceTrack, fresh: PriceTrack, rollStartUs: number): RollPrices {
  const oldRows = rowsBefore(old, rollStartUs);
  const freshRows = rowsBefore(fresh, rollStartUs);
  let i = oldRows - 1;
  let k = freshRows - 1;
  while (i >= 0 && k >= 0) {
    const oldUs = old.closeTimeUs[i]!;
    const freshUs = fresh.closeTimeUs[k]!;
    if (oldUs === freshUs) {
      return { kind: 'sameTime', timeUs: oldUs, oldPrice: old.close[i]!, newPrice: fresh.close[k]! };
    }
    if (oldUs > freshUs) i -= 1;
    else k -= 1;
  }
  if (oldRows === 0) return { kind: 'unknown', reason: 'noOldPrices' };
  if (freshRows === fresh.open.length) return { kind: 'unknown', reason: 'noNewPrices' };
  return {
    kind: 'acrossNight',
    oldTimeUs: old.closeTimeUs[oldRows - 1]!,
    oldPrice: old.close[oldRows - 1]!,
    newTimeUs: fresh.openTimeUs[freshRows]!,
    newPrice: fresh.open[freshRows]!,
  };
}

/** Candles that ended by then. */
function rowsBefore(track: PriceTrack, timeUs: number): number {
  let rows = track.closeTimeUs.length;
  while (rows > 0 && track.closeTimeUs[rows - 1]! > timeUs) rows -= 1;
  return rows;
}
