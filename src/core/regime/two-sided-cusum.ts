// Standardised numbers in; the cumulative evidence that their mean has risen, and that it has fallen, out.

/**
 * Page's cumulative sums in their tabular form (Page 1954; Montgomery 2009, 9.1): up = max(0, up + z − reference),
 * down = max(0, down − z − reference), both at most `most`, so that a long trend does not take as long to be given up.
 */
export class TwoSidedCusum {
  /** Up, down. */
  readonly scores = new Float64Array(2);
  private readonly reference: number;
  private readonly most: number;

  constructor(reference: number, most: number) {
    this.reference = reference;
    this.most = most;
  }

  push(z: number): void {
    const { scores, reference, most } = this;
    scores[0] = Math.min(most, Math.max(0, scores[0]! + z - reference));
    scores[1] = Math.min(most, Math.max(0, scores[1]! - z - reference));
  }
}
