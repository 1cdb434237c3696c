// Takes an order that arrives and what is known of its market; gives the reason why the venue does not take it now, if any.

import type { OrderRequest } from '../core/account/order.ts';
import { Phase } from '../core/market/event-record.ts';
import { tickAt } from '../core/market/price-grid.ts';
import type { InstrumentMarket } from './instrument-market.ts';

/** The one look ahead that bars need: the open of the bar that is forming, or of the next one. */
export interface BarPreview {
  /** Start of the first bar not yet matched, microseconds UTC; Infinity when the session has none left. */
  nextBarStartUs(instrumentId: number): number;
  /** Open of that bar, integer ticks; there must be one. */
  nextBarOpenTicks(instrumentId: number): number;
}

/** Why a well-formed order is not taken at `nowUs`; undefined when it is. */
export function untimely(
  request: OrderRequest,
  market: InstrumentMarket,
  bars: BarPreview,
  nowUs: number,
): string | undefined {
  if (market.phase === Phase.closed || market.phase === Phase.closingCall) return 'session closed';
  if (!market.matching) return undefined;
  const priceTicks = currentTicks(request, market, bars, nowUs);
  if (request.stopPrice !== undefined && priceTicks !== undefined) {
    const stopTicks = tickAt(market.instrument, request.stopPrice);
    if (request.side === 'buy' ? priceTicks >= stopTicks : priceTicks <= stopTicks) return 'trigger already crossed';
  }
  const opensLater = market.matchedOn === 'bars' && bars.nextBarStartUs(request.instrumentId) < Infinity;
  if (request.type === 'market' && priceTicks === undefined && !opensLater) return 'no price is known';
  return undefined;
}

/** Why the venue does not take its prices, whatever the moment: trigger and limit lie inside the price limits of the day. */
export function outsideLimits(
  request: Pick<OrderRequest, 'price' | 'stopPrice'>,
  { instrument, lowLimitTicks, highLimitTicks }: InstrumentMarket,
): string | undefined {
  for (const field of ['price', 'stopPrice'] as const) {
    const price = request[field];
    if (price === undefined) continue;
    const ticks = tickAt(instrument, price);
    if (ticks < lowLimitTicks || ticks > highLimitTicks)
      return `${field} ${price} is outside the price limits of the day`;
  }
  return undefined;
}

/** The price that triggers are compared with: the forming bar's open, the last trade, or the quote we would take. */
function currentTicks(
  request: OrderRequest,
  market: InstrumentMarket,
  bars: BarPreview,
  nowUs: number,
): number | undefined {
  const id = request.instrumentId;
  if (market.matchedOn === 'bars' && bars.nextBarStartUs(id) <= nowUs) return bars.nextBarOpenTicks(id);
  return market.hasLast ? market.lastTicks : market.takenTicks(request.side === 'buy');
}
