// Names of files that Python made in; their bytes, and facts of a training as Python would write them beside, out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportFacts } from '../../../../src/research/training/export/import-facts.ts';

const folder = join(import.meta.dirname, '../../../adapters/onnx/import/python');
const vectors = JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8')) as {
  readonly rows: number[][];
  readonly outputs: Readonly<Record<string, number[][]>>;
};

/** Golden vectors need 64 rows; there are eight. */
const eightTimes = (rows: number[][]): number[][] => Array.from({ length: 8 }, () => rows).flat();

export function pythonFile(name: string): { readonly bytes: Uint8Array; readonly file: string; readonly path: string } {
  const path = join(folder, `${name}.onnx`);
  return { bytes: readFileSync(path), file: `${name}.onnx`, path };
}

export function factsOf(direction: string, size: string): ImportFacts {
  const classes = 3;
  return {
    inputs: ['return_1', 'rsi_14', 'adx_14', 'bodyShare'],
    ...{ candle: '1m', horizonCandles: 10, warmupCandles: 60, provenance: 'exchange', sideSource: 'none' },
    classes: ['down', 'flat', 'up'],
    training: { from: '2025-01-02', to: '2025-02-28' },
    validation: { from: '2025-03-05', to: '2025-03-31' },
    datasets: [{ path: 'WDOG25/candles-1m', sha256: 'cd'.repeat(32) }],
    ranges: Array.from({ length: 4 }, () => [-3, 3] as [number, number]),
    golden: {
      inputs: eightTimes(vectors.rows),
      direction: eightTimes(vectors.outputs[direction] ?? vectors.rows.map(() => Array(classes).fill(1 / classes))),
      magnitude: eightTimes(vectors.outputs[size]!.map((row) => row.slice(0, 1))),
    },
  };
}
