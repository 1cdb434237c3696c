// A strategy, when it is loaded from its file, in; of a plan that runs it, the hash of that file's code, and a refusal of any other plan, out.

import { UserError } from '../adapters/user-error.ts';
import type { StrategySetup } from '../core/engine/strategy-setup.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import type { RunPlan } from './run-plan.ts';
import { strategySha256 } from './strategy-code.ts';

/** By strategy: null where the file went away meanwhile. */
const loaded = new WeakMap<Strategy, string | null>();
const planned = new WeakMap<StrategySetup, Strategy>();

type Planned = Pick<RunPlan, 'code' | 'setup'>;

/** Once for each module: what is loaded stays as it was, whatever is written into its file later. */
export function rememberLoaded(strategy: Strategy, file: string): void {
  if (!loaded.has(strategy)) loaded.set(strategy, hashOf(file));
}

/** A copy of the plan with another setup or code runs something else; one with another predictor, the same strategy. */
export function rememberStrategy({ code, setup }: Planned): void {
  planned.set(setup, code.strategy);
}

/** Hex sha256 of the code that the plan runs, where that was loaded from a file; undefined for all else. */
export function loadedSha256(plan: Planned): string | undefined {
  const strategy = strategyOf(plan);
  return (strategy === undefined ? null : loaded.get(strategy)) ?? undefined;
}

/** `exported` is what the file gives now. Throws UserError `strategy-file-other` for a plan of anything else. */
export function assertPlanned(plan: Planned, exported: Strategy, file: string): void {
  if (strategyOf(plan) === exported) return;
  throw new UserError({
    code: 'strategy-file-other',
    message: `The plan does not run the strategy that ${file} exports`,
    file,
    field: 'strategyFile',
    fix: 'Plan with codeFromSource(strategy) of loadStrategy(file), anew where the file was changed; or write strategyFile: null',
  });
}

function strategyOf({ code, setup }: Planned): Strategy | undefined {
  const strategy = planned.get(setup);
  return code.strategy === strategy ? strategy : undefined;
}

function hashOf(file: string): string | null {
  try {
    return strategySha256(file);
  } catch {
    return null;
  }
}
