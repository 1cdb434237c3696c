// Features candle by candle over one session in; for how long each stayed the same while the close moved, out.

import type { FeatureVector } from '../../core/features/feature-vector.ts';
import { UnchangedRuns } from '../../core/prediction/unchanged-runs.ts';

export class UnchangedInSession {
  /** Candles in which the close was another than before. */
  moved = 0;
  /** By column: the most of them in a row, and all of them, in which the column stayed the same. */
  readonly most: Uint32Array;
  readonly same: Uint32Array;
  private readonly runs: UnchangedRuns;
  private close = Number.NaN;

  constructor(columns: number) {
    this.most = new Uint32Array(columns);
    this.same = new Uint32Array(columns);
    this.runs = new UnchangedRuns(columns);
  }

  /** After the features took the candle. */
  update(vector: FeatureVector, candle: { readonly close: number }): void {
    const moved = !Number.isNaN(this.close) && candle.close !== this.close;
    this.close = candle.close;
    this.runs.update(vector, candle);
    if (!moved) return;
    this.moved += 1;
    for (const [column, run] of this.runs.runs.entries()) {
      if (run === 0) continue;
      this.same[column]! += 1;
      this.most[column] = Math.max(this.most[column]!, run);
    }
  }
}
