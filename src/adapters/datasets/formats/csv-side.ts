// The columns of a mapping that say the side or the condition of a row, to the numbers that stand in a part.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  BOOK_ASK,
  TradeCondition,
} from '../../../core/market/event-record.ts';
import type { CsvColumns } from './csv-mapping.ts';
import { listedMeanings, type TextMeanings } from './csv-text.ts';

export interface TradeSide {
  readonly aggressor: number;
  readonly condition: number;
}

export const NO_SIDE: TradeSide = { aggressor: AGGRESSOR_UNKNOWN, condition: TradeCondition.regular };

export function sideMeanings(side: NonNullable<CsvColumns['side']>): TextMeanings<TradeSide> {
  const unknown = AGGRESSOR_UNKNOWN;
  return listedMeanings<TradeSide>([
    [side.unknown, NO_SIDE],
    [side.buyer, { aggressor: AGGRESSOR_BUYER, condition: TradeCondition.regular }],
    [side.seller, { aggressor: AGGRESSOR_SELLER, condition: TradeCondition.regular }],
    [side.auction, { aggressor: unknown, condition: TradeCondition.auction }],
    [side.cross, { aggressor: unknown, condition: TradeCondition.cross }],
    [side.rlp, { aggressor: unknown, condition: TradeCondition.rlp }],
  ]);
}

export function conditionMeanings(condition: NonNullable<CsvColumns['condition']>): TextMeanings<number> {
  return listedMeanings<number>([
    [condition.regular, TradeCondition.regular],
    [condition.auction, TradeCondition.auction],
    [condition.cross, TradeCondition.cross],
    [condition.rlp, TradeCondition.rlp],
    [condition.other, TradeCondition.other],
  ]);
}

/** 0 a trade, 1 the removal of one. */
export function correctionMeanings(correction: NonNullable<CsvColumns['correction']>): TextMeanings<number> {
  return listedMeanings<number>([
    [correction.trade, 0],
    [correction.removal, 1],
  ]);
}

/** The flag of the side in a part of levels. */
export function bookSideMeanings(side: NonNullable<CsvColumns['bookSide']>): TextMeanings<number> {
  return listedMeanings<number>([
    [side.bid, 0],
    [side.ask, BOOK_ASK],
  ]);
}
