// What a run collected in; its round trips over all contracts, in order of their exits, out.

import type { Fill } from '../../core/account/order.ts';
import { assert } from '../../core/assert.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import type { ResultCollector } from '../result-collector.ts';
import type { Trade } from './trade.ts';
import { buildTradeLedger, type LedgerOrder, roundTripEnds } from './trade-ledger.ts';

type Collected = Pick<ResultCollector, 'fills' | 'orders'>;

export function tradesOf(collector: Collected): readonly Trade[] {
  const trades: Trade[] = [];
  for (const contract of contractsOf(collector)) {
    const instrument = instrumentOf(contract);
    assert(instrument !== undefined, `fill of unknown contract ${contract}`);
    const { fills, orders } = tradedIn(contract, collector);
    const byId: Instrument[] = [];
    for (const { instrumentId } of fills) byId[instrumentId] = instrument;
    trades.push(...buildTradeLedger(fills, orders, byId).trades);
  }
  return trades.sort((a, b) => a.exitTimeUs - b.exitTimeUs).map((trade, index) => ({ ...trade, index }));
}

/**
 * How many ended in each session that was run, in their order, of any code's contracts: nothing of this checkout is asked about them. Their sum is
 * the length of `tradesOf`.
 */
export function countTradesBySession(collector: Collected & Pick<ResultCollector, 'sessions'>): readonly number[] {
  const sessionOf = new Map<Fill, number>();
  let session = 0;
  for (const [place, { fill }] of collector.fills.entries()) {
    while ((collector.sessions[session + 1]?.fills ?? Number.POSITIVE_INFINITY) <= place) session += 1;
    sessionOf.set(fill, session);
  }
  const counts = collector.sessions.map(() => 0);
  for (const contract of contractsOf(collector)) {
    const { fills, orders } = tradedIn(contract, collector);
    for (const last of roundTripEnds(fills, orders)) counts[sessionOf.get(last)!]! += 1;
  }
  return counts;
}

const contractsOf = ({ fills }: Collected): ReadonlySet<string> => new Set(fills.map(({ contract }) => contract));

function tradedIn(
  contract: string,
  { fills, orders }: Collected,
): { readonly fills: readonly Fill[]; readonly orders: readonly LedgerOrder[] } {
  return {
    fills: fills.filter((each) => each.contract === contract).map(({ fill }) => fill),
    orders: orders
      .filter((each) => each.contract === contract)
      .map(({ command, reason }) => ({ ...command.request, reason })),
  };
}
