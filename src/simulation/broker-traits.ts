// What a broker allows beyond the exchange's rules, an order and what works beside it in; the reason for a refusal out.

import type { OrderRequest } from '../core/account/order.ts';
import { signOf } from '../core/market/side.ts';
import type { RestingOrder } from './resting-order.ts';

export interface BrokerTraits {
  /** A stop that waits can be given other prices or another quantity. */
  readonly changeStop: boolean;
  /** Stop and target of the same contracts may work at once; without it only as much as is held may be on its way out. */
  readonly bothExitsWorking: boolean;
}

/** Without any word in the settings nothing is refused. */
export const allowsAll: BrokerTraits = { changeStop: true, bothExitsWorking: true };

/** Why there is no margin for an order, by the signed position of its instrument and the orders that live; undefined when there is. */
export function withoutMargin(
  request: OrderRequest,
  position: number,
  alive: Iterable<RestingOrder>,
  { bothExitsWorking }: BrokerTraits,
): string | undefined {
  if (bothExitsWorking || request.role === 'entry') return undefined;
  const { side, instrumentId, quantity } = request;
  let leaving = quantity;
  for (const { request: other, remaining } of alive) {
    if (other.role !== 'entry' && other.instrumentId === instrumentId && other.side === side) leaving += remaining;
  }
  const held = Math.max(0, -signOf(side) * position);
  return leaving > held ? `no margin: ${leaving} would leave of ${held} held` : undefined;
}
