// What a run collected in; its round trips over all contracts, in order of their exits, out.

import { assert } from '../../core/assert.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import type { ResultCollector } from '../result-collector.ts';
import type { Trade } from './trade.ts';
import { buildTradeLedger } from './trade-ledger.ts';

export function tradesOf(collector: Pick<ResultCollector, 'fills' | 'orders'>): readonly Trade[] {
  const trades: Trade[] = [];
  for (const contract of new Set(collector.fills.map((each) => each.contract))) {
    const instrument = instrumentOf(contract);
    assert(instrument !== undefined, `fill of unknown contract ${contract}`);
    const fills = collector.fills.filter((each) => each.contract === contract).map(({ fill }) => fill);
    const orders = collector.orders
      .filter((each) => each.contract === contract)
      .map(({ command, reason }) => ({ ...command.request, reason }));
    const byId: Instrument[] = [];
    for (const { instrumentId } of fills) byId[instrumentId] = instrument;
    trades.push(...buildTradeLedger(fills, orders, byId).trades);
  }
  return trades.sort((a, b) => a.exitTimeUs - b.exitTimeUs).map((trade, index) => ({ ...trade, index }));
}
