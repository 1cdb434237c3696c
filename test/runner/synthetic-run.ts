// A folder and a seed in; a recorded backtest of wdo-regime over a synthetic day, with all that made it, out.
import { join } from 'node:path';
import { openStore } from '../../src/adapters/datasets/store.ts';
import type { Root } from '../../src/core/market/instrument.ts';
import type { Provenance, SideSource } from '../../src/core/market/provenance.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import type { Composition } from '../../src/runner/run-record.ts';
import { type SimulatedRun, type SimulatedRunOptions, simulatedRun } from '../../src/runner/simulated-run.ts';
import { storeEvents } from '../../src/runner/store-events.ts';
import { syntheticDays } from '../../src/runner/synthetic-days.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { repositoryRoot } from '../cli/support/qt.ts';

export const DAY = '2027-03-01';

export interface StoredDays {
  /** Default WDO. */
  readonly root?: Root;
  /** Default `synthetic`, which they are. */
  readonly provenance?: Provenance;
  readonly sideSource?: SideSource;
  /** Days that are left out. */
  readonly without?: readonly string[];
}

/** Writes synthetic days into the store of the home. */
export async function storeDays(home: string, seed: number, days = 1, changes: StoredDays = {}): Promise<void> {
  const { root = 'WDO', provenance = 'synthetic', sideSource = 'feed', without = [] } = changes;
  for (const { day, contract, market } of syntheticDays({ root, seed, from: DAY, days, edge: 2 })) {
    if (without.includes(day)) continue;
    const source = { file: `synthetic-${seed}`, sha256: '0'.repeat(64), format: 'synthetic' };
    const origin = { instrument: contract, day, source, provenance, sideSource } as const;
    await storeEvents(openStore(home), market, { ...origin, parameters: { seed } });
  }
}

export async function planOf(changed: Strategy = strategy): Promise<RunPlan> {
  const modelFolder = join(repositoryRoot, 'models', 'wdo-regime');
  return planRun({ code: codeFromSource(changed), modelFolder });
}

export async function runDay(
  home: string,
  plan: RunPlan,
  options: Partial<SimulatedRunOptions> = {},
): Promise<SimulatedRun> {
  return simulatedRun({
    ...{ mode: 'backtest', home, store: openStore(home), plan, strategyFile: null, release: null, from: DAY, to: DAY },
    ...{ seed: 1, capitalBrl: 50_000, record: true },
    ...options,
  });
}

export function engineSettingsOf(run: SimulatedRun): Composition['engine'] {
  return (run.info.composition as unknown as Composition).engine;
}
