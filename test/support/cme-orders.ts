// The plain decoding of a CME market-by-order file in; its messages out as an import makes them, with their receive times.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  ORDER_ASK,
  ORDER_MORE,
  ORDER_NO_SIDE,
  ORDER_SNAPSHOT,
  OrderAction,
} from '../../src/core/market/order-message.ts';
import { type OrderMessages, orderMessages } from './order-messages.ts';

const ACTIONS: Readonly<Record<string, number>> = {
  A: OrderAction.add,
  M: OrderAction.modify,
  C: OrderAction.cancel,
  T: OrderAction.trade,
  F: OrderAction.fill,
  R: OrderAction.clear,
};
const LAST_OF_EVENT = 128;
const OF_SNAPSHOT = 32;
const TICKS_PER_POINT = 4;

export interface CmeOrders extends OrderMessages {
  /** Whole seconds UTC. */
  readonly receivedSeconds: Float64Array;
}

/** ESH4, whose tick is 0.25. */
export function readCmeOrders(path: string): CmeOrders {
  const lines = gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split('\n').slice(1);
  const receivedSeconds = new Float64Array(lines.length);
  const rows = lines.map((line, at) => {
    const [received, , action, side, price, size, id, flags] = line.split(',') as string[];
    receivedSeconds[at] = Number(received!.slice(0, -9));
    const bits = Number(flags);
    return {
      action: ACTIONS[action!]!,
      flags:
        (side === 'A' ? ORDER_ASK : side === 'N' ? ORDER_NO_SIDE : 0) |
        ((bits & LAST_OF_EVENT) === 0 ? ORDER_MORE : 0) |
        ((bits & OF_SNAPSHOT) === 0 ? 0 : ORDER_SNAPSHOT),
      id: Number(id),
      ticks: Math.round(Number(price) * TICKS_PER_POINT),
      quantity: Number(size),
    };
  });
  return { ...orderMessages(rows), receivedSeconds };
}
