// Takes a model's thresholds or a vector of inputs; gives the threshold below its floor, or the input outside of training.

import type { ModelManifest, RegimeThresholds, TradedRegime } from './model-manifest.ts';

/** The least that any preset in any regime may ask: direction and confidence in 0..1, magnitude as a fraction. */
export const thresholdFloors = { direction: 0.3, magnitude: 0.0001, confidence: 0.6 } as const;

const FLOORED: readonly (keyof typeof thresholdFloors)[] = ['direction', 'magnitude', 'confidence'];

export const tradedRegimes: readonly TradedRegime[] = ['trend_up', 'trend_down', 'range'];

export interface BelowFloor {
  readonly preset: string;
  readonly regime: TradedRegime;
  readonly threshold: keyof RegimeThresholds;
  readonly value: number;
  readonly floor: number;
}

/** The first threshold of any preset that lies below its floor (or is not a number); undefined when all hold. */
export function belowFloor(thresholds: ModelManifest['thresholds']): BelowFloor | undefined {
  for (const preset of Object.keys(thresholds)) {
    for (const regime of tradedRegimes) {
      for (const threshold of FLOORED) {
        const value = thresholds[preset]![regime][threshold];
        const floor = thresholdFloors[threshold];
        if (!(value >= floor)) return { preset, regime, threshold, value, floor };
      }
    }
  }
  return undefined;
}

/**
 * Index of the first input that the model has not seen the like of, or −1. `slack` widens each range on both sides by that
 * share of its width; an input that is not finite is always outside.
 */
export function outsideTraining(inputs: Float32Array, ranges: ModelManifest['ranges'], slack: number): number {
  for (let i = 0; i < ranges.length; i++) {
    const range = ranges[i]!;
    const margin = slack * (range[1] - range[0]);
    const value = inputs[i]!;
    if (!(value >= range[0] - margin && value <= range[1] + margin)) return i;
  }
  return -1;
}
