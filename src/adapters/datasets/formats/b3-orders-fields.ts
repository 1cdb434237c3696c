// The layout of a row of B3's historical order files, and what each of their events does to the book.

import { OrderAction, type OrderActionNumber } from '../../../core/market/order-message.ts';
import type { HistoryField } from './b3-history-line.ts';

/** Places of the fields. */
export const OFER = {
  session: 0,
  symbol: 1,
  side: 2,
  sequence: 3,
  secondary: 4,
  event: 5,
  time: 6,
  priority: 7,
  price: 8,
  total: 9,
  traded: 10,
  orderDate: 11,
  entered: 12,
  state: 13,
  aggressor: 14,
  broker: 15,
} as const;

/** Since March 2014; 226 to 229 characters, as the time has three to six decimals. */
export const OFER_FIELDS: readonly HistoryField[] = [
  { name: 'session date', width: 10 },
  { name: 'symbol', width: 50 },
  { name: 'order side', width: 1 },
  { name: 'order sequence', width: 15 },
  { name: 'secondary order id', width: 15 },
  { name: 'execution type', width: 3 },
  { name: 'priority time', width: 'time' },
  { name: 'priority indicator', width: 10 },
  { name: 'order price', width: 20 },
  { name: 'total quantity', width: 18 },
  { name: 'traded quantity', width: 18 },
  { name: 'order date', width: 10 },
  { name: 'order datetime entry', width: 19 },
  { name: 'order status', width: 1 },
  { name: 'aggressor', width: 1 },
  { name: 'broker', width: 8 },
];

/** Before March 2014 no broker stands there. */
export const OFER_FIELDS_WITHOUT_BROKER = OFER_FIELDS.slice(0, OFER.broker);

/** Events, as the files number them. */
export const OferEvent = {
  new: 1,
  update: 2,
  cancel: 3,
  trade: 4,
  reentry: 5,
  newStopPrice: 6,
  rejected: 7,
  removed: 8,
  stopTriggered: 9,
  expired: 11,
  eliminated: 12,
} as const;

const EVENTS: ReadonlySet<number> = new Set(Object.values(OferEvent));

export function isOferEvent(event: number): boolean {
  return EVENTS.has(event);
}

/** `left` is what the order has left. An order without a price rests nowhere in the book, and its events change nothing there. */
export function actionOf(event: number, price: number, left: number): OrderActionNumber {
  if (price === 0) return OrderAction.inform;
  switch (event) {
    case OferEvent.new:
    case OferEvent.stopTriggered:
      return left > 0 ? OrderAction.add : OrderAction.inform;
    case OferEvent.update:
    case OferEvent.reentry:
      return OrderAction.modify;
    case OferEvent.trade:
      return OrderAction.remain;
    case OferEvent.newStopPrice:
    case OferEvent.rejected:
      return OrderAction.inform;
    default:
      return OrderAction.remove;
  }
}
