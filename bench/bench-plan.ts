// The contract of a day in; the strategy wdo-regime with its real model and engine settings out, as a backtest would make them.

import { codeFromSource } from '../src/runner/engine-code.ts';
import { loadStrategy } from '../src/runner/load-strategy.ts';
import { planRun, type RunPlan } from '../src/runner/run-plan.ts';

const STRATEGY = 'wdo-regime';

/** Whoever asked must close the model's predictor. */
export async function benchPlan(instrument: string): Promise<RunPlan> {
  const { strategy } = await loadStrategy(STRATEGY);
  return planRun({ code: codeFromSource(strategy), instrument });
}
