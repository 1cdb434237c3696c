// A whole model that fits its strategy passes; one that is damaged or was made for another strategy fails with the reason.

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Strategy } from '../../../src/core/signal/strategy.ts';
import { modelPackageGate } from '../../../src/promotion/gates/model-package-gate.ts';
import { ToyModel } from '../../adapters/onnx/toy-model.ts';
import { sha256 } from '../support/sample-release.ts';

describe('modelPackageGate', () => {
  let toy: ToyModel;
  beforeEach(() => {
    toy = new ToyModel();
  });
  afterEach(() => toy.remove());

  const strategy = (change: Partial<Strategy> = {}): Strategy =>
    ({
      ...{
        name: 'toy-strategy',
        instruments: { trade: 'WDOFUT' },
        candle: toy.manifest().candle,
        features: {},
        model: 'toy',
      },
      ...change,
    }) as Strategy;

  it('passes a whole model that fits and gives its manifest', async () => {
    const { gate, model } = await modelPackageGate(toy.folder, strategy());
    expect(gate).toMatchObject({ id: 'modelPackage', passed: true, limit: 1e-6 });
    expect(gate.value).toBeLessThan(1e-6);
    expect(model!.manifest.name).toBe('toy');
    expect(model!.manifestSha256).toBe(sha256(toy.read('model.json')));
  });

  it('passes a strategy without a model', async () => {
    const { model: _, ...without } = strategy();
    expect(await modelPackageGate(join(toy.folder, 'nothing'), without)).toMatchObject({
      gate: { passed: true },
      model: undefined,
    });
  });

  it('fails a model that is damaged or absent', async () => {
    const bytes = toy.read('a.onnx');
    bytes[100]! ^= 1;
    toy.write('a.onnx', bytes);
    expect((await modelPackageGate(toy.folder, strategy())).gate).toMatchObject({
      passed: false,
    });
    expect((await modelPackageGate(join(toy.folder, 'nothing'), strategy())).gate.passed).toBe(false);
  });

  it('fails a model whose features come in another order', async () => {
    const manifest = toy.manifest();
    toy.writeManifest({ ...manifest, inputs: [...manifest.inputs].reverse() });
    const { gate } = await modelPackageGate(toy.folder, strategy());
    expect(gate.passed).toBe(false);
    expect(gate.reason).toContain('schemaHash');
  });

  it.each([
    [{ model: 'other' }, 'wants other'],
    [{ candle: '7m' }, 'candles'],
    [{ thresholds: 'bold' }, 'thresholds bold'],
  ])('fails a strategy that wants %j', async (change, reason) => {
    const { gate, model } = await modelPackageGate(toy.folder, strategy(change));
    expect(gate.passed).toBe(false);
    expect(gate.reason).toContain(reason);
    expect(model).toBeUndefined();
  });
});
