// The code that decides: a strategy with the engine and the simulation it runs in, from source or from a release, used in the same way.

import type { Strategy } from '../core/signal/strategy.ts';
import * as decidingCode from '../simulation/deciding-code.ts';

/** What the runner itself calls stands in `deciding-code.ts` and nowhere else: an import past it would not be in a release. */
export type DecidingCode = typeof decidingCode;

export interface EngineCode extends DecidingCode {
  readonly strategy: Strategy;
}

/** The module of the bundle's names beside `strategy`, from the root of the repository. */
export const DECIDING_MODULE = 'src/simulation/deciding-code.ts';
export const DECIDING_NAMES: readonly string[] = Object.keys(decidingCode);

/** A strategy with the code of this checkout. */
export function codeFromSource(strategy: Strategy): EngineCode {
  return { ...decidingCode, strategy };
}
