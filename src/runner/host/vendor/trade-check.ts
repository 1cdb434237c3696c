// The payload of a raw trade -> why it is no trade of a day, or undefined: sentinels and cached trades of other days are dropped here.

import { TRADE } from '../../../adapters/profit-dll/feed/feed-record.ts';
import { localMsAt, quantityAt } from './trade-columns.ts';

export const MS_PER_DAY = 86_400_000;

export type NoTrade = 'price' | 'quantity' | 'noTime' | 'otherDay' | 'noNumber';

/**
 * `day`: days since 1970-01-01 local. The vendor answers some trades with price <= 0, no date, or the date of an earlier session. One
 * with number 0 cannot be told from another such, nor be found in a history: it is no trade of a tape, which orders by number.
 */
export function whyNoTrade(view: DataView, at: number, day: number): NoTrade | undefined {
  const price = view.getFloat64(at + TRADE.price, true);
  if (!(price > 0) || price === Number.POSITIVE_INFINITY) return 'price';
  const quantity = quantityAt(view, at);
  if (!(quantity > 0) || !Number.isSafeInteger(quantity)) return 'quantity';
  const localMs = localMsAt(view, at);
  if (!(localMs > 0)) return 'noTime';
  if (Math.floor(localMs / MS_PER_DAY) !== day) return 'otherDay';
  if (view.getUint32(at + TRADE.number, true) === 0) return 'noNumber';
  return undefined;
}
