// What a round trip costs in points and BRL in; the same in points out.

import { E4_PER_BRL } from '../../core/account/money.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { contractCosts, contractCostsE4 } from '../../simulation/costs.ts';
import { checkFields, labelError } from './label-error.ts';

/** Of entry and exit together, for one contract; both are added. */
export interface TradeCosts {
  readonly points?: number | undefined;
  readonly brl?: number | undefined;
}

/**
 * Where nothing is said: the fees that backtests assume (`contractCosts`, both sides) and one tick, half a spread of one tick for entry and exit
 * each. Both are assumptions. UserErrors `bad-option` for costs below 0, and where the instrument is not known and its value of a point is needed.
 */
export function costPoints(costs: TradeCosts | undefined, instrument: Instrument | undefined): number {
  if (costs !== undefined) {
    checkFields('costs', costs, ['points', 'brl']);
    const { points = 0, brl = 0 } = costs;
    for (const value of [points, brl]) {
      if (Number.isFinite(value) && value >= 0) continue;
      throw labelError('bad-option', `costs are ${JSON.stringify(costs)}`, 'costs', 'Write numbers from 0 on');
    }
    if (brl === 0) return points;
    if (instrument !== undefined) return points + brl / instrument.pointValueBrl;
  }
  if (instrument === undefined) {
    const fix = 'Write costs: { points: ... } for a round trip of one contract';
    throw labelError('bad-option', 'The costs of this instrument are not known', 'costs', fix);
  }
  const feesBrl = (2 * contractCostsE4(contractCosts[instrument.root])) / E4_PER_BRL;
  return instrument.tick + feesBrl / instrument.pointValueBrl;
}

/** A fraction of the entry price. Points are subtracted before anything is divided, so that a gain of just the costs is 0 and no gain. */
export function tradeReturn(side: number, entryPrice: number, exitPrice: number, costs: number): number {
  // adding zero turns -0 into 0
  return (side * (exitPrice - entryPrice) - costs) / entryPrice + 0;
}
