// One day of one contract in; how many trades and contracts the vendor's history counts for it out.

import { toDayNumber } from '../../core/market/civil-day.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import type { VendorPort } from '../host/vendor/vendor-port.ts';
import type { HistoryCounted } from './capture-report.ts';
import { exchangeOf } from './capture-wish.ts';

const MS_PER_DAY = 86_400_000;

/** Undefined where history does not answer. Never rejects. */
export async function countHistory(
  vendor: Pick<VendorPort, 'history'>,
  contract: string,
  day: string,
): Promise<HistoryCounted | undefined> {
  const fromMs = toDayNumber(day) * MS_PER_DAY;
  const root = parseSymbol(contract)?.root;
  const tickers = root === undefined ? [contract] : [contract, `${root}FUT`];
  const candidates = tickers.map((ticker) => ({ ticker, exchange: exchangeOf(contract) }));
  const outcome = await vendor.history({ candidates, fromMs, endMs: fromMs + MS_PER_DAY });
  if (outcome.kind !== 'answered') return undefined;
  const { trades, asset } = outcome;
  let quantity = 0;
  for (let row = 0; row < trades.length; row++) quantity += trades.quantity[row]!;
  return { ticker: asset.ticker, trades: trades.length, quantity };
}
