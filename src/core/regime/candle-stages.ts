// Steps that each take a candle in; one call that runs them in their order out.

import type { Candle } from '../candles/candle.ts';

export type CandleStage = (candle: Candle) => void;

/**
 * Each step is compiled by itself. In one long function V8 stops at some depth to inline, and from there on every number that is
 * passed costs memory at every candle.
 */
export class CandleStages {
  private readonly stages: readonly CandleStage[];

  constructor(stages: readonly CandleStage[]) {
    this.stages = stages;
  }

  run(candle: Candle): void {
    const { stages } = this;
    for (let k = 0; k < stages.length; k++) stages[k]!(candle);
  }
}
