// The port of every regime detector: takes closed candles, holds the present regime.

import type { Candle } from '../candles/candle.ts';
import type { Regime } from './regime.ts';

export interface RegimeDetector {
  readonly regime: Regime;
  /** Candles needed before the regime can be anything but undefined. */
  readonly warmup: number;
  update(candle: Candle): void;
}

/** What a strategy names: an id that goes into run and release, and a maker of fresh state. */
export interface RegimeDetectorSpec {
  readonly id: string;
  readonly parameters: Readonly<Record<string, number>>;
  create(): RegimeDetector;
}
