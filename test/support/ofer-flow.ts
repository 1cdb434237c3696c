// A seed in; a random flow of orders out as the events that B3's order files hold, with the book that is left at the end.

import type { OferEventSpec } from './ofer-files.ts';

interface RestingOrder {
  readonly id: number;
  readonly side: 'buy' | 'sell';
  price: number;
  total: number;
  traded: number;
}

export interface OferFlow {
  readonly events: readonly OferEventSpec[];
  /** What rests at the end, in the order of priority of each side. */
  readonly book: readonly RestingOrder[];
}

const TICK = 0.5;
const MIDDLE = 4050;
const OPEN_MS = 9 * 3_600_000;

/** `random` gives numbers from 0 to below 1. */
export function oferFlow(random: () => number, steps: number): OferFlow {
  const events: OferEventSpec[] = [];
  const book: RestingOrder[] = [];
  let message = 100;
  let nextId = 725_370_000_000;
  let ms = OPEN_MS;
  const emit = (order: RestingOrder, event: number, aggressor: 0 | 1 | 2 = 0): void => {
    const { side, id, price, total, traded } = order;
    const status = event === 4 ? (traded === total ? '2' : '1') : event === 3 ? '4' : event === 2 ? '5' : '0';
    message += 1;
    events.push({ side, order: id, message, event, time: clock(ms), price, total, traded, status, aggressor });
  };
  const match = (order: RestingOrder): void => {
    const sign = order.side === 'buy' ? 1 : -1;
    for (;;) {
      const against = best(book, order.side === 'buy' ? 'sell' : 'buy');
      if (against === undefined || order.traded === order.total || sign * (order.price - against.price) < 0) return;
      const quantity = Math.min(order.total - order.traded, against.total - against.traded);
      against.traded += quantity;
      order.traded += quantity;
      const isBuyFirst = order.side === 'buy';
      emit(isBuyFirst ? order : against, 4, isBuyFirst ? 1 : 2);
      emit(isBuyFirst ? against : order, 4, isBuyFirst ? 2 : 1);
      if (against.traded === against.total) book.splice(book.indexOf(against), 1);
    }
  };
  for (let step = 0; step < steps; step++) {
    ms += Math.floor(random() * 3);
    const choice = random();
    const some = book[Math.floor(random() * book.length)];
    if (some === undefined || choice < 0.6) {
      const side = random() < 0.5 ? 'buy' : 'sell';
      const away = (Math.floor(random() * 8) - 2) * TICK;
      const price = MIDDLE + (side === 'buy' ? -away : away);
      const order = { id: nextId++, side, price, total: 1 + Math.floor(random() * 9), traded: 0 } as const;
      const entered: RestingOrder = { ...order };
      emit(entered, 1);
      match(entered);
      if (entered.traded < entered.total) book.push(entered);
    } else if (choice < 0.8) {
      book.splice(book.indexOf(some), 1);
      emit(some, 3);
    } else {
      const place = book.indexOf(some);
      const total = some.traded + 1 + Math.floor(random() * 9);
      const keepsPlace = total <= some.total;
      some.total = total;
      emit(some, 2);
      if (!keepsPlace) book.push(...book.splice(place, 1));
    }
  }
  return { events, book };
}

function best(book: readonly RestingOrder[], side: 'buy' | 'sell'): RestingOrder | undefined {
  let found: RestingOrder | undefined;
  for (const order of book) {
    if (order.side !== side) continue;
    const isBetter = found === undefined || (side === 'buy' ? order.price > found.price : order.price < found.price);
    if (isBetter) found = order;
  }
  return found;
}

function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 23)}000`;
}
