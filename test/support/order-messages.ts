// Order messages, one object each, in; the same in the columns that a book is fed from, and a book fed with them, out.

export interface OrderMessages {
  readonly length: number;
  readonly actions: Uint8Array;
  readonly flags: Uint8Array;
  readonly ids: Float64Array;
  readonly ticks: Float64Array;
  readonly quantities: Float64Array;
}

export interface OrderMessage {
  readonly action: number;
  readonly flags: number;
  readonly id: number;
  readonly ticks: number;
  readonly quantity: number;
}

export function orderMessages(rows: readonly OrderMessage[]): OrderMessages {
  return {
    length: rows.length,
    actions: Uint8Array.from(rows, ({ action }) => action),
    flags: Uint8Array.from(rows, ({ flags }) => flags),
    ids: Float64Array.from(rows, ({ id }) => id),
    ticks: Float64Array.from(rows, ({ ticks }) => ticks),
    quantities: Float64Array.from(rows, ({ quantity }) => quantity),
  };
}

interface OrderListener {
  apply(action: number, flags: number, orderId: number, priceTicks: number, quantity: number): void;
}

/** Feeds messages `from` to before `to`. */
export function feedOrders(book: OrderListener, messages: OrderMessages, from = 0, to = messages.length): void {
  const { actions, flags, ids, ticks, quantities } = messages;
  for (let at = from; at < to; at++) {
    book.apply(actions[at]!, flags[at]!, ids[at]!, ticks[at]!, quantities[at]!);
  }
}
