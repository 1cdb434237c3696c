// A number of messages in; a synthetic order flow of that length out, for machines without the real file, and as numbered levels.

import { OrdersToLevels } from '../src/core/candles/orders-to-levels.ts';
import { BOOK_CLEAR } from '../src/core/market/event-record.ts';
import { ORDER_ASK, OrderAction } from '../src/core/market/order-message.ts';
import { Random } from '../src/simulation/random.ts';
import type { DepthChanges } from '../test/support/binance-depth.ts';
import { type OrderMessage, type OrderMessages, orderMessages } from '../test/support/order-messages.ts';

const MID_TICKS = 10_000;
const MEAN_DEPTH_TICKS = 20;
const ORDERS_AT_REST = 5000;
const SHARE_MODIFIED = 0.25;

interface Resting {
  readonly id: number;
  readonly isAsk: boolean;
  readonly ticks: number;
  readonly quantity: number;
}

/** Orders come near a price that stands still, and later move or go, the number at rest being about the same; each an event. */
export function syntheticOrders(length: number): OrderMessages {
  const random = new Random(1, 'order-flow');
  const resting: Resting[] = [];
  const rows: OrderMessage[] = [];
  const priced = (id: number): Resting => {
    const isAsk = random.chance(0.5);
    const away = 1 + Math.floor(random.exponential(MEAN_DEPTH_TICKS));
    return { id, isAsk, ticks: isAsk ? MID_TICKS + away : MID_TICKS - away, quantity: 1 + random.integer(9) };
  };
  const tell = (action: number, { id, isAsk, ticks, quantity }: Resting): void => {
    rows.push({ action, flags: isAsk ? ORDER_ASK : 0, id, ticks, quantity });
  };
  for (let id = 1; rows.length < length; id++) {
    const at = random.integer(ORDERS_AT_REST);
    const old = resting[at];
    if (old !== undefined && random.chance(SHARE_MODIFIED)) {
      const { isAsk, ticks } = old;
      resting[at] = { ...old, ticks: isAsk ? ticks + 1 : ticks - 1 };
      tell(OrderAction.modify, resting[at]);
      continue;
    }
    if (old !== undefined) tell(OrderAction.cancel, old);
    resting[at] = priced(id);
    tell(OrderAction.add, resting[at]);
  }
  return orderMessages(rows.slice(0, length));
}

/** The same as level changes: a message for each event that changed a level, the first of them a snapshot. */
export function levelsOfOrders(messages: OrderMessages): DepthChanges {
  const { actions, flags, ids, ticks, quantities } = messages;
  const toLevels = new OrdersToLevels();
  const rows: (readonly [flags: number, ticks: number, quantity: number, sequence: number])[] = [];
  for (let at = 0; at < messages.length; at++) {
    const ready = toLevels.apply(actions[at]!, flags[at]!, ids[at]!, ticks[at]!, quantities[at]!);
    const { changes } = toLevels;
    for (let index = 0; index < ready; index++) {
      const clear = rows.length === 0 ? BOOK_CLEAR : 0;
      rows.push([changes.flags[index]! | clear, changes.ticks[index]!, changes.quantities[index]!, at + 1]);
    }
  }
  return {
    length: rows.length,
    flags: Uint8Array.from(rows, ([each]) => each),
    ticks: Float64Array.from(rows, ([, each]) => each),
    quantities: Float64Array.from(rows, ([, , each]) => each),
    sequences: Float64Array.from(rows, ([, , , each]) => each),
    previous: Float64Array.from(rows, (_, at) => (at === 0 ? 0 : rows[at]![3] - 1)),
  };
}
