// The code that decides: a strategy with the engine it runs in, taken from source or from a release, used in the same way.

import { Engine } from '../core/engine/engine.ts';
import { specOfInput, warmupCandlesOf } from '../core/engine/strategy-setup.ts';
import type { Strategy } from '../core/signal/strategy.ts';

export interface EngineCode {
  readonly strategy: Strategy;
  readonly Engine: typeof Engine;
  readonly specOfInput: typeof specOfInput;
  readonly warmupCandlesOf: typeof warmupCandlesOf;
}

/** A strategy with the engine of this checkout. */
export function codeFromSource(strategy: Strategy): EngineCode {
  return { strategy, Engine, specOfInput, warmupCandlesOf };
}
