// A maker of specs and lists of its parameters in; one spec for each out: how the groups list what the catalogue names.

import type { FeatureSpec } from './feature.ts';

export type ByCandles = (parameters: { candles: number }) => FeatureSpec;
export type ByPeriod = (parameters: { period: number }) => FeatureSpec;
export type ByWindows = (parameters: { fast: number; slow: number }) => FeatureSpec;

export function eachOf(make: ByCandles, ...windows: number[]): readonly FeatureSpec[] {
  return windows.map((candles) => make({ candles }));
}

export function periodsOf(make: ByPeriod, ...windows: number[]): readonly FeatureSpec[] {
  return windows.map((period) => make({ period }));
}

export function pairsOf(make: ByWindows, ...windows: [number, number][]): readonly FeatureSpec[] {
  return windows.map(([fast, slow]) => make({ fast, slow }));
}
