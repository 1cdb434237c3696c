// An order as the engine asks for it in; the request to the vendor, or why it cannot be made, out.

import type { OrderRequest } from '../../../core/account/order.ts';
import { isOnGrid } from '../../../core/market/price-grid.ts';
import type { AccountName, VendorOrder } from '../decode/feed-facts.ts';
import type { OrderToSend } from './order-calls.ts';
import type { OrderInstrument } from './order-instrument.ts';

/** Why an order cannot be sent; undefined where it can. */
export function faultOf(request: OrderRequest, instrument: OrderInstrument | undefined): string | undefined {
  if (instrument === undefined) return 'the instrument is not known';
  const { grid } = instrument;
  const { type, price, stopPrice, quantity } = request;
  const isPrice = (value: number | undefined): boolean => value !== undefined && value > 0 && isOnGrid(grid, value);
  if (!Number.isSafeInteger(quantity) || quantity <= 0) return `a quantity of ${quantity}`;
  if (type !== 'market' && !isPrice(price)) return `a limit price of ${price}`;
  if (type === 'stopLimit' && !isPrice(stopPrice)) return `a stop price of ${stopPrice}`;
  return undefined;
}

/** The order as it is sent, without the password. */
export function toSend(account: AccountName, request: OrderRequest, { asset }: OrderInstrument): OrderToSend {
  const { type, side, quantity, price, stopPrice } = request;
  if (type === 'market') return { account, asset, side, quantity, order: { type } };
  if (type === 'limit') return { account, asset, side, quantity, order: { type, price: price! } };
  return { account, asset, side, quantity, order: { type, price: price!, stopPrice: stopPrice! } };
}

export function isOf({ account }: VendorOrder, { brokerId, accountId, subAccountId }: AccountName): boolean {
  return account.brokerId === brokerId && account.accountId === accountId && account.subAccountId === subAccountId;
}
