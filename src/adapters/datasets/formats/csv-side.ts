// The texts of a side column to aggressor and condition numbers, as the mapping lists them.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  TradeCondition,
} from '../../../core/market/event-record.ts';
import type { CsvMapping } from './csv-mapping.ts';

export interface TradeSide {
  readonly aggressor: number;
  readonly condition: number;
}

export const NO_SIDE: TradeSide = { aggressor: AGGRESSOR_UNKNOWN, condition: TradeCondition.regular };

/** A look-up by the bytes of a field; undefined for a text that the mapping does not list. */
export function sideReader(
  mapping: CsvMapping,
): (bytes: Uint8Array, start: number, end: number) => TradeSide | undefined {
  const sides = new Map<string, TradeSide>();
  const side = mapping.columns.side;
  const add = (texts: readonly string[], aggressor: number, condition: number): void => {
    for (const text of texts) sides.set(text, { aggressor, condition });
  };
  if (side !== undefined) {
    add(side.unknown, AGGRESSOR_UNKNOWN, TradeCondition.regular);
    add(side.buyer, AGGRESSOR_BUYER, TradeCondition.regular);
    add(side.seller, AGGRESSOR_SELLER, TradeCondition.regular);
    add(side.auction, AGGRESSOR_UNKNOWN, TradeCondition.auction);
    add(side.cross, AGGRESSOR_UNKNOWN, TradeCondition.cross);
    add(side.rlp, AGGRESSOR_UNKNOWN, TradeCondition.rlp);
  }
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const latin1 = new TextDecoder('latin1');
  return (bytes, start, end) => {
    const field = bytes.subarray(start, end);
    // Windows-1252 exports are no valid UTF-8 wherever they have an accent
    try {
      return sides.get(utf8.decode(field).trim());
    } catch {
      return sides.get(latin1.decode(field).trim());
    }
  };
}
