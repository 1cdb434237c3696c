// A validation that was run, and the features that it decided by, in; what a release keeps of it, so that its numbers can be explained on any machine, out.

import { e4ToBrl } from '../core/account/money.ts';
import { featureById } from '../core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../core/features/feature.ts';
import { formatDay } from '../core/market/civil-day.ts';
import { dayNumberAt } from '../core/market/civil-time.ts';
import { displayIndices } from '../research/plots/equity-figure.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import { sessionStatistics } from '../research/statistics/session-statistics.ts';
import type { SimulatedRun } from '../runner/simulated-run.ts';
import type { ValidationRecord } from './release/validation-record.ts';

/** Enough for a curve as wide as a page. */
const MARKS_MAX = 600;

export function recordValidation(run: SimulatedRun, features: readonly FeatureSpec[]): ValidationRecord {
  const result = sessionResultOf(run, '');
  const { daily, netE4, maxDrawdown, trades } = sessionStatistics(result);
  const costs = costsByDay(run);
  const { timeUs, netE4: marks } = result.equity;
  const drawn = displayIndices(marks, MARKS_MAX);
  return {
    schemaVersion: 1,
    ...{ digest: run.digest, instrument: result.instrument, seed: run.info.seeds.simulation ?? 0 },
    features: features.map(({ meta: { id, version } }) => ({
      id,
      version,
      inCatalogue: featureById(id) !== undefined,
    })),
    ...{ capitalBrl: result.capitalBrl, matchedOn: result.fillSource },
    simulation: JSON.parse(result.settings) as ValidationRecord['simulation'],
    ...{ netBrl: e4ToBrl(netE4), costsBrl: e4ToBrl(result.costs.totalE4), trades: trades.trades },
    ...{ contracts: result.costs.contracts, deepestFallBrl: e4ToBrl(maxDrawdown?.depthE4 ?? 0) },
    days: daily.map((each) => ({
      ...{ day: each.day, netBrl: e4ToBrl(each.netE4), trades: each.trades },
      costsBrl: e4ToBrl(costs.get(each.day) ?? 0),
    })),
    equity: { timeUs: drawn.map((at) => timeUs[at]!), netBrl: drawn.map((at) => e4ToBrl(marks[at]!)) },
  };
}

/** E4 by local day of the fill. */
function costsByDay({ collector }: SimulatedRun): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const { fill } of collector.fills) {
    const day = formatDay(dayNumberAt(fill.exchangeTimeUs));
    costs.set(day, (costs.get(day) ?? 0) + fill.costsE4);
  }
  return costs;
}
