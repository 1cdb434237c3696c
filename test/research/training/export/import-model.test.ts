// Model folders made of Python's files: taken over whole and loaded as trading loads them, or refused with the reason.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/adapters/onnx/load-model.ts';
import { featureById } from '../../../../src/core/catalogue/catalogue.ts';
import { type ImportFacts, parseImportFacts } from '../../../../src/research/training/export/import-facts.ts';
import { type ImportRequest, importModel } from '../../../../src/research/training/export/import-model.ts';
import { verifyModel } from '../../../../src/research/training/export/verify-model.ts';
import { factsOf, pythonFile } from './python-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'imported-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function request(
  direction: string,
  size: string,
  change: Partial<ImportFacts> = {},
  scores?: 'softmax',
): ImportRequest {
  return {
    ...{ name: 'imported', facts: { ...factsOf(direction, size), ...change }, factsFile: 'facts.json' },
    direction: { ...pythonFile(direction), scores },
    magnitude: pythonFile(size),
  };
}

describe('a model made by Python', () => {
  it.each([
    ['sklearn-zipmap', 'sklearn-ridge', ['down', 'flat', 'up']],
    ['xgboost-two', 'xgboost-size', ['down', 'up']],
    ['lightgbm-three', 'sklearn-forest-size', ['up', 'flat', 'down']],
    ['torch-fixed', 'sklearn-ridge', ['down', 'flat', 'up']],
    ['torch-sigmoid', 'sklearn-ridge', ['down', 'up']],
  ] as const)('is loaded as trading loads it: %s and %s', async (direction, size, classes) => {
    const files = await importModel(request(direction, size, { classes: [...classes] }));
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
    const { manifest, goldenDeviation, predictor } = await loadModel(folder, { features: featureById });
    expect(goldenDeviation).toBeLessThan(1e-6);
    const { golden } = factsOf(direction, size);
    const answer = await predictor.predict({
      ...{ strategyId: 's', requestSeq: 1, regime: 'range', inputs: Float32Array.from(golden.inputs[0]!) },
    });
    await predictor.close();
    const p = golden.direction[0]!;
    const up = p.length === 1 ? p[0]! : p[classes.indexOf('up' as never)]!;
    const down = p.length === 1 ? 1 - p[0]! : p[classes.indexOf('down' as never)]!;
    expect(answer.kind).toBe('prediction');
    if (answer.kind === 'prediction') expect(answer.prediction.direction).toBeCloseTo(up - down, 5);
    expect(manifest.thresholds.fitted).toEqual(manifest.thresholds.mission);
    const checks = await verifyModel(folder, { rows: 100, seed: 1 });
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(checks.filter(({ check }) => check === 'metadata').map(({ result }) => result)).toEqual([
      'passed',
      'passed',
    ]);
  });

  it('may read some of the inputs, in an order of its own', async () => {
    const facts = factsOf('sklearn-zipmap', 'sklearn-ridge');
    // a longer vector in another order: the files read what they were made with
    const inputs = ['bodyShare', 'return_5', 'rsi_14', 'return_1', 'adx_14'];
    const rows = facts.golden.inputs.map(([a, b, c, d]) => [d!, 7, b!, a!, c!]);
    const change = {
      ...{ inputs, reads: { direction: facts.inputs, magnitude: facts.inputs } },
      ...{ golden: { ...facts.golden, inputs: rows }, ranges: inputs.map(() => [-9, 9] as [number, number]) },
    };
    const files = await importModel(request('sklearn-zipmap', 'sklearn-ridge', change));
    expect(files.has('model.json')).toBe(true);
    const wrong = importModel(request('sklearn-zipmap', 'sklearn-ridge', { reads: { magnitude: ['rsi_9'] } }));
    await expect(wrong).rejects.toThrow('reads.magnitude.0: rsi_9 is none of the inputs');
  });

  it('is refused with the reason where it says something else than Python said', async () => {
    const refused = (...args: Parameters<typeof request>) => expect(importModel(request(...args))).rejects;
    const swapped = factsOf('sklearn-zipmap', 'sklearn-ridge');
    const golden = { ...swapped.golden, direction: swapped.golden.direction.map((row) => row.toReversed()) };
    await refused('sklearn-zipmap', 'sklearn-ridge', { golden }).toThrow(
      /golden row 0 gives .* instead of .* compare the order/,
    );
    await refused('sklearn-scores', 'sklearn-ridge').toThrow('raw scores need --scores softmax');
    await refused('torch-one-row', 'sklearn-ridge').toThrow('it runs on one row only');
    await refused('sklearn-columns', 'sklearn-ridge').toThrow('none of its outputs can hold a direction');
    await refused('sklearn-zipmap', 'sklearn-arrays').toThrow('none of its outputs can hold a magnitude');
  });

  it('is refused for facts that do not fit', async () => {
    const refused = (change: Partial<ImportFacts>) =>
      expect(importModel(request('sklearn-zipmap', 'sklearn-ridge', change))).rejects;
    const facts = factsOf('sklearn-zipmap', 'sklearn-ridge');
    await refused({ inputs: ['return_1', 'rsi_14', 'adx_14', 'noSuch'] }).toThrow('input noSuch is no feature');
    await refused({ ranges: facts.ranges.slice(1) }).toThrow('facts.json: ranges: 3 ranges for 4 inputs');
    await refused({ golden: { ...facts.golden, magnitude: facts.golden.magnitude.slice(1) } }).toThrow(
      '63 rows for 64 of inputs',
    );
    await refused({ classes: ['down', 'up'] }).toThrow('facts.json: golden.direction.0: 3 numbers, expected 2');
    const text = (change: object) => () => parseImportFacts(JSON.stringify({ ...facts, ...change }), 'facts.json');
    expect(text({})).not.toThrow();
    expect(text({ provenance: 'real' })).toThrow('provenance');
    expect(text({ unknown: 1 })).toThrow('unknown');
    expect(text({ golden: { ...facts.golden, inputs: facts.golden.inputs.slice(1) } })).toThrow('at least 64 rows');
    expect(readFileSync(join(folder, 'model.json'), 'utf8')).toContain('"provenance": "exchange"');
  });
});
