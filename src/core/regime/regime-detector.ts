// The port of every regime detector: takes closed candles, holds the present regime.

import type { Candle } from '../candles/candle.ts';
import type { Regime } from './regime.ts';

export interface RegimeDetector {
  /** One object, whose fields change with each `update`: who keeps it copies it. */
  readonly regime: Regime;
  /** Candles needed before the regime can be anything but undefined. */
  readonly warmup: number;
  /**
   * Candles after which what the detector computes no longer shows where its history began. A regime that is held from before
   * then is held on: kind and age are the same from the first change of regime after it.
   */
  readonly settled: number;
  update(candle: Candle): void;
}

/** What a strategy names: an id that goes into run and release, and a maker of fresh state. */
export interface RegimeDetectorSpec {
  readonly id: string;
  readonly parameters: Readonly<Record<string, number>>;
  create(): RegimeDetector;
}
