// A strategy in; the same without its model out, for what is asked before there is one.

import type { Strategy } from '../../../core/signal/strategy.ts';

/** At other parameters too. */
export function withoutModel(strategy: Strategy): Strategy {
  const { model: _model, thresholds: _thresholds, parameters, ...others } = strategy;
  if (parameters === undefined) return others;
  return { ...others, parameters: { ...parameters, at: (values) => withoutModel(parameters.at(values)) } };
}
