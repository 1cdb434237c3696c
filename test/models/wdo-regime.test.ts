// The committed model: it is whole, gives its golden vectors here, and is what its script makes, byte by byte.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../src/adapters/onnx/load-model.ts';
import { featureById } from '../../src/core/catalogue/catalogue.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder } from '../cli/support/qt.ts';

const folder = join(repositoryRoot, 'models', 'wdo-regime');

describe('the committed model', () => {
  const out = join(temporaryFolder('model'), 'wdo-regime');

  it('loads: hashes, shapes, features and golden vectors fit', async () => {
    const { manifest, goldenDeviation, predictor } = await loadModel(folder, { features: featureById });
    await predictor.close();
    expect(manifest.name).toBe('wdo-regime');
    expect(goldenDeviation).toBeLessThanOrEqual(manifest.golden.tolerance);
    expect(manifest.golden.tolerance).toBe(1e-6);
    expect(Object.keys(manifest.thresholds).sort()).toEqual(['fitted', 'mission']);
    expect(manifest.provenance).toBe('synthetic');
  });

  it('is made again by its script with the same bytes', async () => {
    const script = join(repositoryRoot, 'models', 'train-wdo-regime.ts');
    const { code, stderr } = await outcomeOf(startNode(script, ['--out', out]));
    expect(code, stderr).toBe(0);
    expect(readdirSync(out).sort()).toEqual(readdirSync(folder).sort());
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(out, name)).equals(readFileSync(join(folder, name))), name).toBe(true);
    }
  });
});
