// A plan and the options of a session in; the settings of its engine, and of the simulated venue that paper has, out.

import type { EngineSettings } from '../../core/engine/engine-context.ts';
import type { SimulationSettings } from '../../simulation/settings.ts';
import type { RunPlan } from '../run-plan.ts';
import type { LiveOptions } from './live-options.ts';

/** What a trade may come late and still find its candle open, microseconds. */
export const LIVE_CANDLE_GRACE_US = 250_000;

export interface LiveEngine {
  readonly settings: EngineSettings;
  /** Costs and latencies that paper assumes; live reads its costs for sizing from it. */
  readonly simulation: SimulationSettings;
}

/** `contract`: of the traded instrument. What the caller sets goes before what a live engine has. */
export function liveEngine(
  { code, strategy }: RunPlan,
  contract: string,
  options: Pick<LiveOptions, 'feesBrl' | 'engine'>,
): LiveEngine {
  const interval = code.parseCandleInterval(strategy.candle);
  const simulation = code.simulationOf({
    root: code.instrumentOf(contract)!.root,
    matchedOn: 'ticks',
    candleUs: interval?.kind === 'time' ? interval.us : 0,
    feesBrl: options.feesBrl,
  });
  const settings = {
    ...code.engineSettingsFor(simulation),
    candleGraceUs: LIVE_CANDLE_GRACE_US,
    lossLatchEnds: 'person',
    ...options.engine,
  } as const;
  return { settings, simulation };
}

/** Whether some feature, of the strategy or of its model alone, reads the book. */
export function readsBook({ code, strategy, model }: RunPlan): boolean {
  const named = Object.values(strategy.features);
  const asked = (model?.manifest.inputs ?? []).map((id) => code.specOfInput(id, strategy));
  return [...named, ...asked].some((spec) => spec?.meta.inputs.includes('book') === true);
}
