// A kind and its columns go in; the columns of prices come out, each with the flag that says whether a row has it.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../../market/event-record.ts';
import { OrderAction } from '../../../market/order-message.ts';
import type { RowColumns, RowKind } from '../../row-rule.ts';
import { CANDLE_KINDS } from './row-times.ts';

export interface PriceColumn {
  readonly name: string;
  readonly values: Float64Array;
  /** Bit of the column `flags` that must be set for the price to count; 0: it always counts. */
  readonly flag: number;
}

/** In the order in which they stand in a row. */
export function priceColumnsOf(kind: RowKind, columns: RowColumns): readonly PriceColumn[] {
  if (kind === 'quotes') {
    return [
      { name: 'bid', values: columns.bid!, flag: QUOTE_HAS_BID },
      { name: 'ask', values: columns.ask!, flag: QUOTE_HAS_ASK },
    ];
  }
  const names = CANDLE_KINDS.includes(kind) ? ['open', 'high', 'low', 'close'] : ['price'];
  return names.map((name) => ({ name, values: columns[name]!, flag: 0 }));
}

/** Whether an order message must name a price: the others may have 0 there. */
export function needsPrice(action: number): boolean {
  return action === OrderAction.add || action === OrderAction.modify;
}
