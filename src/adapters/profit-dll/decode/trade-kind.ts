// The vendor's type of a trade in; aggressor and condition as flags of a trade event out.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  CONDITION_SHIFT,
  TradeCondition,
} from '../../../core/market/event-record.ts';

/** Types of a trade as the vendor numbers them, as far as they mean something here. */
const VendorTradeType = {
  unset: 0,
  cross: 1,
  buyAggression: 2,
  sellAggression: 3,
  auction: 4,
  rlp: 13,
  unknown: 32,
} as const;

const OTHER = AGGRESSOR_UNKNOWN | (TradeCondition.other << CONDITION_SHIFT);
const flagsByType = new Uint8Array(256).fill(OTHER);
flagsByType[VendorTradeType.buyAggression] = AGGRESSOR_BUYER;
flagsByType[VendorTradeType.sellAggression] = AGGRESSOR_SELLER;
flagsByType[VendorTradeType.auction] = TradeCondition.auction << CONDITION_SHIFT;
flagsByType[VendorTradeType.cross] = TradeCondition.cross << CONDITION_SHIFT;
flagsByType[VendorTradeType.rlp] = TradeCondition.rlp << CONDITION_SHIFT;
// not told is not "outside of the book": it is a trade whose aggressor nobody knows
flagsByType[VendorTradeType.unset] = AGGRESSOR_UNKNOWN;
flagsByType[VendorTradeType.unknown] = AGGRESSOR_UNKNOWN;

/** Flags of a trade event for a type of 0 to 255. Only aggressions tell a side. */
export function tradeFlagsOf(tradeType: number): number {
  return flagsByType[tradeType]!;
}
