// The name of the program that wrote an ONNX file in; how to export from it what can be traded, to copy and run, out.

import type { ModelMember } from '../../../core/prediction/model-manifest.ts';

/** `producer` as the file names it; `inputs` is the number of features. */
export function exportRecipe(producer: string, role: ModelMember['role'], inputs: number): string {
  switch (producer) {
    case 'skl2onnx':
      return role === 'direction'
        ? `convert_sklearn(model, initial_types=[('features', FloatTensorType([None, ${inputs}]))], options={id(model): {'zipmap': False}})`
        : `convert_sklearn(model, initial_types=[('features', FloatTensorType([None, ${inputs}]))])`;
    case 'OnnxMLTools':
      return `onnxmltools.convert_lightgbm(model, initial_types=[('features', FloatTensorType([None, ${inputs}]))], zipmap=False), or convert_xgboost without zipmap`;
    case 'pytorch':
      return role === 'direction'
        ? torchRecipe('torch.nn.Sequential(net, torch.nn.Softmax(1))', 'probabilities', inputs)
        : torchRecipe('net', 'magnitude', inputs);
    default:
      return role === 'direction'
        ? `one input float32 [N, ${inputs}] and one output float32 [N, 2] or [N, 3] of probabilities, N open`
        : `one input float32 [N, ${inputs}] and one output float32 [N, 1], N open`;
  }
}

function torchRecipe(net: string, output: string, inputs: number): string {
  const names = `input_names=['features'], output_names=['${output}']`;
  return `torch.onnx.export(${net}, torch.zeros(1, ${inputs}), 'model.onnx', ${names}, dynamic_axes={'features': {0: 'N'}, '${output}': {0: 'N'}})`;
}
