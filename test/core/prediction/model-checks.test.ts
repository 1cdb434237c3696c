// Thresholds against the floors, and inputs against the ranges of training.

import { describe, expect, it } from 'vitest';
import { belowFloor, outsideTraining } from '../../../src/core/prediction/model-checks.ts';
import type { RegimeThresholds } from '../../../src/core/prediction/model-manifest.ts';

const floor: RegimeThresholds = {
  regimeConfidence: 0,
  probability: 0,
  direction: 0.3,
  magnitude: 0.0001,
  confidence: 0.6,
};

describe('belowFloor', () => {
  it('accepts thresholds that stand exactly on the floors', () => {
    expect(belowFloor({ fitted: { trend_up: floor, trend_down: floor, range: floor } })).toBeUndefined();
  });

  it('names preset, regime and threshold of the first breach', () => {
    const fitted = { trend_up: floor, trend_down: floor, range: floor };
    const loose = { trend_up: floor, trend_down: floor, range: { ...floor, confidence: 0.59 } };
    expect(belowFloor({ fitted, loose })).toEqual({
      preset: 'loose',
      regime: 'range',
      threshold: 'confidence',
      value: 0.59,
      floor: 0.6,
    });
  });

  it.each(['direction', 'magnitude', 'confidence'] as const)('refuses a %s that is not a number', (threshold) => {
    const broken = { ...floor, [threshold]: Number.NaN };
    expect(belowFloor({ fitted: { trend_up: broken, trend_down: floor, range: floor } })?.threshold).toBe(threshold);
  });
});

describe('outsideTraining', () => {
  const ranges = [
    [-1, 1],
    [0, 10],
    [5, 5],
  ] as const;

  it('gives -1 for inputs on or within the ranges', () => {
    expect(outsideTraining(Float32Array.of(-1, 10, 5), ranges, 0)).toBe(-1);
  });

  it('gives the index of the first input outside', () => {
    expect(outsideTraining(Float32Array.of(0, 10.5, 6), ranges, 0)).toBe(1);
    expect(outsideTraining(Float32Array.of(0, 5, 6), ranges, 0)).toBe(2);
  });

  it('widens a range by the slack on both sides', () => {
    expect(outsideTraining(Float32Array.of(1.5, 12.5, 5), ranges, 0.25)).toBe(-1);
    expect(outsideTraining(Float32Array.of(-1.51, 0, 5), ranges, 0.25)).toBe(0);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('calls %s outside', (value) => {
    expect(outsideTraining(Float32Array.of(0, value, 5), ranges, 100)).toBe(1);
  });
});
