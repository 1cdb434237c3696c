// Takes a trained linear model and its metadata; gives the ONNX file that computes it.

import { CLASSES, type MagnitudeModel, type SoftmaxModel, type Standardisation } from './linear-model.ts';
import { castTo, doubleTensor, encodeOnnx, integerAttribute, operator } from './onnx-graph.ts';

export const DIRECTION_OUTPUT = 'probabilities';
export const MAGNITUDE_OUTPUT = 'magnitude';

/** Input `features` float32 [N, inputs], output `probabilities` float32 [N, 3] = P(down), P(flat), P(up). */
export function writeSoftmaxOnnx(model: SoftmaxModel, metadata: Readonly<Record<string, string>>): Uint8Array {
  const inputs = model.means.length;
  return encodeOnnx({
    name: 'softmax',
    inputs,
    output: { name: DIRECTION_OUTPUT, columns: CLASSES },
    initializers: [
      ...scalerTensors(model),
      doubleTensor('weights', [inputs, CLASSES], model.weights),
      doubleTensor('bias', [CLASSES], model.bias),
    ],
    nodes: [
      ...linearNodes(),
      operator('Softmax', ['linear'], 'softmax', [integerAttribute('axis', -1)]),
      castTo('softmax', DIRECTION_OUTPUT, 'float'),
    ],
    metadata,
  });
}

/** Input `features` float32 [N, inputs], output `magnitude` float32 [N, 1] = expected absolute return, never below zero. */
export function writeMagnitudeOnnx(model: MagnitudeModel, metadata: Readonly<Record<string, string>>): Uint8Array {
  const inputs = model.means.length;
  return encodeOnnx({
    name: 'magnitude',
    inputs,
    output: { name: MAGNITUDE_OUTPUT, columns: 1 },
    initializers: [
      ...scalerTensors(model),
      doubleTensor('weights', [inputs, 1], model.weights),
      doubleTensor('bias', [1], Float64Array.of(model.bias)),
    ],
    nodes: [...linearNodes(), operator('Relu', ['linear'], 'positive'), castTo('positive', MAGNITUDE_OUTPUT, 'float')],
    metadata,
  });
}

function scalerTensors(model: Standardisation) {
  const inputs = model.means.length;
  return [doubleTensor('means', [inputs], model.means), doubleTensor('scales', [inputs], model.scales)];
}

/**
 * Everything between the two casts is double, so that the file says what the plain TypeScript model says to the rounding of its
 * float32 output. Scaling folded into float32 weights would lose that where a mean is large beside its scale.
 */
function linearNodes() {
  return [
    castTo('features', 'exact', 'double'),
    operator('Sub', ['exact', 'means'], 'centred'),
    operator('Div', ['centred', 'scales'], 'standardised'),
    operator('MatMul', ['standardised', 'weights'], 'weighed'),
    operator('Add', ['weighed', 'bias'], 'linear'),
  ];
}
