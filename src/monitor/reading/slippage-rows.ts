// The fills of a run with what was planned for them in; each fill as the page lists it, and slippage by role, out.

import { e4ToBrl } from '../../core/account/money.ts';
import { signOf } from '../../core/market/side.ts';
import type { FillRow } from '../view/order-row.ts';
import type { SlippageRow } from '../view/result-row.ts';
import type { DecisionMark } from './journal-rows.ts';
import type { FoldedFill } from './orders-fold.ts';
import { upperBound } from './prefix.ts';
import type { RunTerms } from './run-terms.ts';

const ROLES = ['entry', 'stop', 'target', 'exit'] as const;

export function fillRowOf(folded: FoldedFill, enters: readonly DecisionMark[]): FillRow {
  const { id, fill, life, moment, positionAfter } = folded;
  const planned = plannedPrice(folded, enters);
  return {
    ...{ id, seq: moment.seq, timeUs: moment.timeUs, exchangeTimeUs: fill.exchangeTimeUs },
    ...{ clientOrderId: fill.clientOrderId, strategy: life.request.strategyId, contract: life.contract },
    ...{ role: life.request.role, side: fill.side, quantity: fill.quantity, price: fill.price, positionAfter },
    costsBrl: e4ToBrl(fill.costsE4),
    slippagePoints: planned === undefined ? null : (fill.price - planned) * signOf(fill.side),
  };
}

/** Of the decision for entries, the trigger for stops, the limit for targets, the market when it was sent for exits. */
function plannedPrice({ life }: FoldedFill, enters: readonly DecisionMark[]): number | undefined {
  const { role, stopPrice, price, strategyId } = life.request;
  if (role === 'stop') return stopPrice;
  if (role === 'target') return price;
  if (role === 'exit') return life.priceWhenSent;
  const own = enters.filter(({ strategy }) => strategy === strategyId);
  return own[upperBound(own, life.seq) - 1]?.entryPrice ?? undefined;
}

/** Roles without a fill that had a plan are left out. @param pointValueBrl of one contract */
export function slippageRows(
  fills: readonly FillRow[],
  terms: RunTerms | undefined,
  tick: number,
  pointValueBrl: number,
): readonly SlippageRow[] {
  return ROLES.flatMap((role): readonly SlippageRow[] => {
    const own = fills.filter((each) => each.role === role && each.slippagePoints !== null);
    if (own.length === 0) return [];
    const contracts = own.reduce((sum, { quantity }) => sum + quantity, 0);
    const points = own.reduce((sum, { slippagePoints, quantity }) => sum + slippagePoints! * quantity, 0);
    const assumed = terms === undefined ? undefined : assumedTicks(role, terms);
    return [
      {
        ...{ role, fills: own.length, contracts },
        meanPoints: points / contracts,
        worstPoints: Math.max(...own.map(({ slippagePoints }) => slippagePoints!)),
        totalBrl: points * pointValueBrl,
        assumedPoints: assumed === undefined ? null : assumed * tick,
      },
    ];
  });
}

function assumedTicks(role: SlippageRow['role'], { engine, limits, simulation }: RunTerms): number | undefined {
  if (role === 'entry') return engine.entrySlippageTicks;
  if (role === 'stop') return limits?.stopSlippageTicks;
  if (role === 'target') return 0;
  return simulation === undefined ? undefined : simulation.halfSpreadTicks + simulation.slippageTicks;
}
