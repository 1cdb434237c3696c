// Takes intervals with weights and gives the stretch that most of them cover.

export interface Cover {
  readonly low: number;
  readonly high: number;
  /** Sum of the weights of the intervals that cover it. */
  readonly weight: number;
}

/** Closed intervals `lows[i]` to `highs[i]`, at least one. Of several stretches with the same weight, the widest. */
export function bestCover(lows: Float64Array, highs: Float64Array, weights: Float64Array): Cover {
  const opening = sortedIndices(lows);
  const closing = sortedIndices(highs);
  let best: Cover = { low: 0, high: 0, weight: 0 };
  let weight = 0;
  let closed = 0;
  for (const index of opening) {
    const low = lows[index]!;
    while (highs[closing[closed]!]! < low) {
      weight -= weights[closing[closed]!]!;
      closed += 1;
    }
    weight += weights[index]!;
    // As long as the cover grows, the stretch reaches from the last start to the first end.
    const high = highs[closing[closed]!]!;
    if (weight > best.weight || (weight === best.weight && high - low > best.high - best.low)) {
      best = { low, high, weight };
    }
  }
  return best;
}

function sortedIndices(values: Float64Array): Uint32Array {
  return Uint32Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
}
