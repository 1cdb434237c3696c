// Intervals go in; the point that most of them contain comes out.

export interface BestPoint {
  /** The middle of the span that most intervals share. */
  readonly at: number;
  /** Intervals that contain it. */
  readonly count: number;
}

/** `lows[i]` to `highs[i]`, both included; empty ones (low above high, no finite number) are left out. Undefined for none at all. */
export function bestPointOf(lows: Float64Array, highs: Float64Array): BestPoint | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const [index, low] of lows.entries()) {
    if (!(low <= highs[index]! && Number.isFinite(low) && Number.isFinite(highs[index]))) continue;
    starts.push(low);
    ends.push(highs[index]!);
  }
  starts.sort((a, b) => a - b);
  ends.sort((a, b) => a - b);
  let best: BestPoint | undefined;
  let end = 0;
  for (const [index, start] of starts.entries()) {
    while (ends[end]! < start) end++;
    const count = index + 1 - end;
    // between this start and the first end after it exactly these intervals overlap
    if (best === undefined || count > best.count) best = { at: (start + ends[end]!) / 2, count };
  }
  return best;
}
