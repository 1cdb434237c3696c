// Raw scores and a link in; the ONNX operators that make probabilities of them out, by the formulas of applyLink.

import type { Link } from '../../../core/prediction/fitted/fitted-model.ts';
import { integerAttribute } from '../onnx-graph.ts';
import type { GraphParts } from './graph-parts.ts';

/** `scores` is double [N, outputs], and so is what comes back. */
export function linked(parts: GraphParts, link: Link, scores: string): string {
  switch (link) {
    case 'sigmoid':
      return sigmoid(parts, scores);
    case 'softmax':
      return parts.add('Softmax', [scores], [integerAttribute('axis', -1)]);
    case 'identity':
      return scores;
  }
}

/** 1 / (1 + exp(−x)): the runtime's own Sigmoid loses the small probabilities of which a logit is taken. */
export function sigmoid(parts: GraphParts, scores: string): string {
  const exponential = parts.add('Exp', [parts.add('Neg', [scores])]);
  return parts.add('Reciprocal', [parts.add('Add', [exponential, parts.double(1)])]);
}
