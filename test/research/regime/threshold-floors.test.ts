// Thresholds below the floors are refused wherever they can enter, whatever preset, regime and threshold.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModelManifest } from '../../../src/adapters/onnx/model-manifest-schema.ts';
import { UserError } from '../../../src/adapters/user-error.ts';
import { belowFloor, thresholdFloors, tradedRegimes } from '../../../src/core/prediction/model-checks.ts';
import type { ModelManifest, RegimeThresholds, TradedRegime } from '../../../src/core/prediction/model-manifest.ts';
import { fitThresholds } from '../../../src/research/training/fit-thresholds.ts';
import { missionThresholds } from '../../../src/research/training/mission-thresholds.ts';

const shipped = readFileSync(new URL('../../../models/wdo-regime/model.json', import.meta.url), 'utf8');
const manifest = JSON.parse(shipped) as ModelManifest;
const presets = [...Object.keys(manifest.thresholds), 'own'];
const floors = Object.entries(thresholdFloors) as readonly (readonly [keyof typeof thresholdFloors, number])[];

/** The shipped model with one threshold of one preset changed; a preset that it does not have begins as `fitted`. */
function changed(preset: string, regime: TradedRegime, change: Partial<RegimeThresholds>): string {
  const given = manifest.thresholds[preset] ?? manifest.thresholds.fitted!;
  const thresholds = { ...manifest.thresholds, [preset]: { ...given, [regime]: { ...given[regime], ...change } } };
  return JSON.stringify({ ...manifest, thresholds });
}

function refusal(text: string): UserError {
  try {
    parseModelManifest(text, 'model.json');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('not refused');
}

const places = presets.flatMap((preset) =>
  tradedRegimes.flatMap((regime) => floors.map(([name, floor]) => [preset, regime, name, floor] as const)),
);

describe('the floors', () => {
  it('are those of the mission: direction 0.3, magnitude 0.0001, confidence 0.6', () => {
    expect(thresholdFloors).toEqual({ direction: 0.3, magnitude: 0.0001, confidence: 0.6 });
  });

  it.each(places)('refuse the preset %s in %s with a lower %s than %d, saying where', (preset, regime, name, floor) => {
    const error = refusal(changed(preset, regime, { [name]: floor * 0.999 }));
    expect(error.code).toBe('model-thresholds-low');
    expect(error.field).toBe(`thresholds.${preset}.${regime}.${name}`);
    expect(error.message).toContain(`below the floor ${floor}`);
    expect(error.fix).toBe(`Raise it to at least ${floor}.`);
  });

  it.each(places)('let the preset %s in %s stand with %s at %d', (preset, regime, name, floor) => {
    expect(() => parseModelManifest(changed(preset, regime, { [name]: floor }), 'model.json')).not.toThrow();
  });

  it('hold for what is fitted and for the preset of the mission', () => {
    const weak = {
      regimeConfidence: 0,
      probability: 0,
      direction: 0,
      magnitude: 0,
      confidence: 0,
      signedDirection: 0,
      row: 0,
    };
    const fitted = fitThresholds([{ ...weak, regime: 'range' }], { passShare: 1, payingMagnitude: 0 });
    const everywhere = { trend_up: fitted, trend_down: fitted, range: fitted };
    expect(belowFloor({ fitted: everywhere, mission: missionThresholds })).toBeUndefined();
    expect(fitted).toMatchObject(thresholdFloors);
  });
});
