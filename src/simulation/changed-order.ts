// A resting order and the terms of a change in; the order as it goes on, or the reason why the venue refuses.

import type { OrderTerms } from '../core/account/order.ts';
import { outsideLimits } from './arrival-checks.ts';
import type { BrokerTraits } from './broker-traits.ts';
import type { InstrumentMarket } from './instrument-market.ts';
import { malformed, type RestingOrder, restingOrder } from './resting-order.ts';

export type Changed =
  | { readonly kind: 'changed'; readonly order: RestingOrder }
  | { readonly kind: 'refused'; readonly reason: string };

/** Only stops that still wait are changed: nothing else is asked for. A trigger that the last trade has passed is refused. */
export function changedOrder(
  order: RestingOrder,
  { quantity, price, stopPrice }: OrderTerms,
  market: InstrumentMarket,
  traits: BrokerTraits,
): Changed {
  const refused = (reason: string): Changed => ({ kind: 'refused', reason });
  if (!traits.changeStop) return refused('this broker does not change stops');
  if (order.mode !== 'stop') return refused('the stop has triggered');
  const filled = order.request.quantity - order.remaining;
  if (quantity <= filled) return refused(`quantity ${quantity} is not more than the ${filled} filled`);
  const request = { ...order.request, quantity, price, stopPrice };
  const fault = malformed(request, market.instrument) ?? outsideLimits(request, market);
  if (fault !== undefined) return refused(fault);
  const next = restingOrder(request, market.instrument, order.arrivalUs);
  if (market.matching && market.hasLast) {
    const isCrossed = next.isBuy ? market.lastTicks >= next.stopTicks : market.lastTicks <= next.stopTicks;
    if (isCrossed) return refused('trigger already crossed');
  }
  next.remaining = quantity - filled;
  next.fills = order.fills;
  return { kind: 'changed', order: next };
}
