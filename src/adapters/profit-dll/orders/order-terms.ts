// What of an order can be changed while it works, and by what it is recognised when nobody could name it.

import type { OrderRequest } from '../../../core/account/order.ts';
import { ORDER_SIDE, ORDER_TYPE } from '../calls/order-requests.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import type { OrderInstrument } from './order-instrument.ts';

export interface OrderTerms {
  readonly quantity: number;
  readonly price: number | undefined;
  readonly stopPrice: number | undefined;
}

export function termsOf({ quantity, price, stopPrice }: OrderTerms): OrderTerms {
  return { quantity, price, stopPrice };
}

/**
 * Orders of one account with the same text cannot be told apart at the vendor before it has named them: a sending takes no name of ours
 * along.
 */
export function fingerprintOf(request: OrderRequest, { asset }: OrderInstrument): string {
  const { side, type, quantity, price, stopPrice } = request;
  return [asset.ticker, asset.exchange, side, type, quantity, price ?? '', stopPrice ?? ''].join(' ');
}

/** The vendor's record shows these quantities and prices. */
export function hasTerms(vendor: VendorOrder, terms: OrderTerms, tick: number): boolean {
  const isSame = (asked: number | undefined, told: number): boolean =>
    asked === undefined || Math.abs(asked - told) < tick / 2;
  const { quantity, price, stopPrice } = terms;
  return vendor.quantity === quantity && isSame(price, vendor.price) && isSame(stopPrice, vendor.stopPrice);
}

/** The vendor's record is of an order like this, whatever its terms are. */
export function isLike(vendor: VendorOrder, { side, type }: OrderRequest, { asset }: OrderInstrument): boolean {
  return vendor.asset.ticker === asset.ticker && vendor.side === ORDER_SIDE[side] && vendor.type === ORDER_TYPE[type];
}
