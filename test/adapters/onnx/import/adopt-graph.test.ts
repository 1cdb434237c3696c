// Files as skl2onnx, onnxmltools and PyTorch wrote them, taken over, against what Python itself said; and what is refused, with the way out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataLocation } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { adoptGraph } from '../../../../src/adapters/onnx/import/adopt-graph.ts';
import type { AdoptMapping } from '../../../../src/adapters/onnx/import/import-error.ts';
import { OnnxBatch } from '../../../../src/adapters/onnx/onnx-batch.ts';
import { readOnnxMetadata } from '../../../../src/adapters/onnx/onnx-metadata.ts';

const folder = join(import.meta.dirname, 'python');
/** `rows` and, by file, what `predict_proba`, `predict` or the network gave for them in Python. */
const vectors = JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8')) as {
  readonly rows: readonly (readonly number[])[];
  readonly outputs: Readonly<Record<string, readonly (readonly number[])[]>>;
};

const three = ['down', 'flat', 'up'] as const;
const two = ['down', 'up'] as const;
const direction = { role: 'direction', inputs: 4, columns: [0, 1, 2, 3] } as const;
const magnitude = { ...direction, role: 'magnitude' } as const;

const bytesOf = (name: string): Uint8Array => readFileSync(join(folder, `${name}.onnx`));
const adopted = (name: string, mapping: AdoptMapping) => adoptGraph(bytesOf(name), `${name}.onnx`, mapping, {});

/** Rows of the vector that the engine gives; `columns` places what the file reads. */
async function run(
  bytes: Uint8Array,
  mapping: AdoptMapping,
  blockRows?: number,
): Promise<readonly (readonly number[])[]> {
  const { rows } = vectors;
  const columns = Array.from({ length: mapping.inputs }, (_, j) => {
    const from = mapping.columns.indexOf(j);
    return Float32Array.from(rows, (row) => row[from] ?? 99);
  });
  const output = mapping.role === 'direction' ? 'probabilities' : 'magnitude';
  const batch = await OnnxBatch.open(bytes, 'test.onnx');
  const data = (await batch.run(columns, rows.length, [output], blockRows)).get(output)!;
  await batch.close();
  const width = data.length / rows.length;
  return rows.map((_, row) => [...data.slice(row * width, (row + 1) * width)]);
}

function expectNear(
  found: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  tolerance = 1e-6,
): void {
  expect(found.length).toBe(expected.length);
  for (const [row, values] of expected.entries()) {
    expect(found[row]!.length).toBe(values.length);
    for (const [k, value] of values.entries()) expect(Math.abs(found[row]![k]! - value)).toBeLessThan(tolerance);
  }
}

describe('a file made by Python', () => {
  it.each([
    ['sklearn-zipmap'],
    ['sklearn-arrays'],
    ['sklearn-double'],
    ['sklearn-split-inputs'],
    ['sklearn-mlp'],
    ['xgboost-three'],
    ['lightgbm-three'],
    ['torch-open'],
    ['torch-fixed'],
  ])('with three classes says what Python says: %s', async (name) => {
    const mapping = { ...direction, classes: three };
    const bytes = adopted(name, mapping);
    expectNear(await run(bytes, mapping), vectors.outputs[name]!);
    expectNear(await run(bytes, mapping, 1), vectors.outputs[name]!);
  });

  it.each([['sklearn-forest'], ['xgboost-two'], ['lightgbm-two'], ['torch-sigmoid']])(
    'with two classes is never flat: %s',
    async (name) => {
      const mapping = { ...direction, classes: two };
      const expected = vectors.outputs[name]!.map((row) => {
        const up = row.at(-1)!;
        return [row.length === 1 ? 1 - up : row[0]!, 0, up];
      });
      expectNear(await run(adopted(name, mapping), mapping), expected);
    },
  );

  it.each([['sklearn-ridge'], ['sklearn-forest-size'], ['xgboost-size']])(
    'with one number is a size: %s',
    async (name) => {
      const expected = vectors.outputs[name]!.map(([value]) => [Math.max(0, value!)]);
      expectNear(await run(adopted(name, magnitude), magnitude), expected);
    },
  );

  it('with scores is made probabilities where that is said', async () => {
    const softmax = { ...direction, classes: three, scores: 'softmax' } as const;
    const expected = vectors.outputs['torch-scores']!.map((row) => {
      const sum = row.reduce((total, score) => total + Math.exp(score), 0);
      return row.map((score) => Math.exp(score) / sum);
    });
    expectNear(await run(adopted('torch-scores', softmax), softmax), expected);
  });

  it('with several outputs is asked which one, and takes it', async () => {
    const mapping = { ...direction, classes: three };
    expect(() => adopted('torch-both', mapping)).toThrow(
      'several outputs can be meant: 8 float [1, 3], onnx::Softmax_7 float [1, 3]',
    );
    const chosen = { ...mapping, output: '8' };
    expectNear(await run(adopted('torch-both', chosen), chosen), vectors.outputs['torch-both']!);
    expect(() => adopted('torch-both', { ...mapping, output: 'p' })).toThrow('it has no output p, only 8 float [1, 3]');
    expect(() => adopted('sklearn-arrays', { ...mapping, output: 'label' })).toThrow(
      'label labels [N] cannot hold a direction',
    );
  });

  it('names its classes itself where they are called down, flat and up', async () => {
    const bytes = adopted('sklearn-strings', direction);
    expectNear(await run(bytes, direction), vectors.outputs['sklearn-strings']!);
    expect(() => adopted('sklearn-zipmap', direction)).toThrow('nothing says what its 3 classes mean (0, 1, 2)');
  });

  it('reads its inputs where they stand in a longer vector, and gives classes in our order', async () => {
    const mapping = { role: 'direction', inputs: 7, columns: [5, 0, 6, 2], classes: ['up', 'down', 'flat'] } as const;
    for (const name of ['sklearn-zipmap', 'sklearn-split-inputs', 'torch-open']) {
      const expected = vectors.outputs[name]!.map((row) => [row[1]!, row[2]!, row[0]!]);
      expectNear(await run(adopted(name, mapping), mapping), expected);
    }
  });

  it('loses its labels and dictionaries, keeps its facts and is told ours', () => {
    const bytes = adoptGraph(
      bytesOf('sklearn-mlp'),
      'mlp.onnx',
      { ...direction, classes: three },
      { schemaHash: 'abc' },
    );
    const { graph, producerName } = fromBinary(ModelProtoSchema, bytes);
    const kinds = graph!.node.map(({ opType }) => opType);
    expect(kinds).not.toContain('ZipMap');
    expect(kinds).not.toContain('ArgMax');
    expect(producerName).toBe('skl2onnx');
    expect(readOnnxMetadata(bytes)).toEqual({ schemaHash: 'abc' });
  });
});

describe('a file that cannot be taken over', () => {
  const mapping = { ...direction, classes: three };
  const faultOf = (act: () => unknown): { readonly code: string; readonly message: string; readonly fix: string } => {
    try {
      act();
    } catch (error) {
      return error as { readonly code: string; readonly message: string; readonly fix: string };
    }
    throw new Error('was taken over');
  };

  it('is told how its own exporter writes it right', () => {
    const columns = faultOf(() => adopted('sklearn-columns', mapping));
    expect(columns.code).toBe('model-import');
    expect(columns.message).toContain(
      'none of its outputs can hold a direction: output_label labels [N], i0 float [N]',
    );
    expect(columns.fix).toContain(
      "convert_sklearn(model, initial_types=[('features', FloatTensorType([None, 4]))], options={id(model): {'zipmap': False}})",
    );
    const wide = faultOf(() => adopted('lightgbm-two', { ...mapping, columns: [0, 1, 2] }));
    expect(wide.message).toContain('it reads 4 inputs (input float [N, 4]), but 3 are named');
    expect(wide.fix).toContain('zipmap=False');
    const torch = faultOf(() => adopted('torch-open', { ...mapping, classes: two }));
    expect(torch.message).toContain('it has 3 classes, but these are named: down, up');
    expect(torch.fix).toContain("dynamic_axes={'features': {0: 'N'}, 'probabilities': {0: 'N'}}");
    expect(faultOf(() => adopted('torch-sigmoid', { ...mapping, classes: two, scores: 'softmax' })).message).toContain(
      'it has one',
    );
    expect(faultOf(() => adopted('torch-open', { ...mapping, scores: 'sigmoid' })).message).toContain('it has 3');
    expect(faultOf(() => adopted('torch-open', magnitude)).fix).toContain("output_names=['magnitude']");
  });

  it('is none, or keeps its numbers in another file', () => {
    expect(faultOf(() => adoptGraph(Uint8Array.of(1, 2, 3), 'x.onnx', mapping, {})).code).toBe('model-file-corrupt');
    expect(faultOf(() => adoptGraph(new Uint8Array(), 'x.onnx', mapping, {})).message).toContain('it holds no graph');
    const model = fromBinary(ModelProtoSchema, bytesOf('torch-open'));
    model.graph!.initializer[0]!.dataLocation = TensorProto_DataLocation.EXTERNAL;
    const bytes = toBinary(ModelProtoSchema, model);
    expect(faultOf(() => adoptGraph(bytes, 'x.onnx', mapping, {})).message).toContain(
      'its numbers lie in another file',
    );
  });
});
