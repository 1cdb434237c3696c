// The account of a run at a moment and its limits in; how much of each limit is used out.

import { brlToE4, e4ToBrl } from '../../core/account/money.ts';
import { dailyLossLimitE4 } from '../../core/risk/assess-risk.ts';
import { drawdownLimitE4 } from '../../core/risk/drawdown.ts';
import type { RiskLimits } from '../../core/risk/risk-limits.ts';
import type { Measured } from '../view/measured.ts';
import type { PositionRow, RiskRow } from '../view/result-row.ts';
import { absent, known } from './measured-of.ts';
import type { RunFold } from './run-fold.ts';

/** Empty before the session has begun. */
export function riskRows(fold: RunFold, limits: RiskLimits, positions: readonly PositionRow[]): readonly RiskRow[] {
  const { epoch, orders, timeUs, rate, sessionNetE4: netE4 } = fold;
  if (epoch === undefined) return [];
  const { account } = orders;
  const capitalE4 = brlToE4(epoch.capitalBrl);
  const lossLimitBrl = e4ToBrl(dailyLossLimitE4(limits, capitalE4));
  const now = (value: number): Measured<number> => known(value, timeUs);
  const fromNet = (used: (netE4: number) => number): Measured<number> =>
    netE4 === undefined ? absent('unpriced') : now(Math.max(0, e4ToBrl(used(netE4))));
  const foreign = fold.market.instruments.reduce(
    (sum, { instrument }) => sum + Math.abs(account.netForeign(instrument.symbol)),
    0,
  );
  const best = Math.max(fold.bestE4, 0);
  return [
    { id: 'dailyLoss', unit: 'BRL', used: fromNet((net) => -net), limit: lossLimitBrl },
    { id: 'lossAtStops', unit: 'BRL', used: atStops(netE4, positions, timeUs), limit: lossLimitBrl },
    {
      ...{ id: 'drawdown', unit: 'BRL', used: fromNet((net) => best - net) },
      limit: e4ToBrl(drawdownLimitE4(limits.maxDrawdown, capitalE4)),
    },
    { id: 'contracts', unit: 'contracts', used: now(account.openContracts), limit: limits.maxContracts },
    {
      ...{ id: 'grossContracts', unit: 'contracts', used: now(account.openContracts + foreign) },
      limit: limits.maxGrossContracts,
    },
    { id: 'positions', unit: 'positions', used: now(account.openPositions), limit: limits.maxPositions },
    { id: 'ordersPerMinute', unit: 'orders', used: now(rate.entriesAt(timeUs)), limit: limits.ordersPerMinute },
    ...exposure(fold, limits),
  ];
}

/** The loss of the day if every stop were reached at its trigger; not known where something is held without one. */
function atStops(netE4: number | undefined, positions: readonly PositionRow[], timeUs: number): Measured<number> {
  if (netE4 === undefined) return absent('unpriced');
  let lossBrl = -e4ToBrl(netE4);
  for (const { lossAtStopBrl } of positions) {
    if (lossAtStopBrl === null) return absent('notRecorded', 'something is held that no stop covers');
    lossBrl += lossAtStopBrl;
  }
  return known(Math.max(0, lossBrl), timeUs);
}

function exposure({ market, orders, timeUs }: RunFold, { maxNetExposureBrl }: RiskLimits): readonly RiskRow[] {
  if (maxNetExposureBrl === undefined) return [];
  let netBrl = 0;
  for (const { symbol, quantity } of orders.account.open()) {
    const state = market.instruments.find(({ instrument }) => instrument.symbol === symbol);
    if (state === undefined || !state.hasPrice) {
      return [{ id: 'netExposure', unit: 'BRL', used: absent('unpriced'), limit: maxNetExposureBrl }];
    }
    netBrl += quantity * state.lastPrice * state.instrument.pointValueBrl;
  }
  return [{ id: 'netExposure', unit: 'BRL', used: known(Math.abs(netBrl), timeUs), limit: maxNetExposureBrl }];
}
