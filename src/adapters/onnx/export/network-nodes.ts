// A linear model or a small network in; the ONNX operators that give its raw scores in double precision out.

import type { Layer, LinearFit, MlpFit } from '../../../core/prediction/fitted/fitted-model.ts';
import type { GraphParts } from './graph-parts.ts';

const OPERATOR = { relu: 'Relu', tanh: 'Tanh', none: undefined } as const;

/** `features` is double [N, inputs of the model]. Gives double [N, outputs]. */
export function networkScores(parts: GraphParts, model: LinearFit | MlpFit, features: string): string {
  const inputs = model.inputs.length;
  const centred = parts.add('Sub', [features, parts.doubles([inputs], model.means)]);
  let units = parts.add('Div', [centred, parts.doubles([inputs], model.scales)]);
  const layers: readonly Layer[] =
    model.kind === 'mlp' ? model.layers : [{ weights: model.weights, bias: model.bias, activation: 'none' }];
  let before = inputs;
  for (const { weights, bias, activation } of layers) {
    const weighed = parts.add('MatMul', [units, parts.doubles([before, bias.length], weights)]);
    units = parts.add('Add', [weighed, parts.doubles([bias.length], bias)]);
    const activate = OPERATOR[activation];
    if (activate !== undefined) units = parts.add(activate, [units]);
    before = bias.length;
  }
  return units;
}
