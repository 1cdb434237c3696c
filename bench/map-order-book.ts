// Order messages in; an order-by-order book of Maps and objects out, as one writes it first: the peer of the real one.

import { ORDER_ASK, ORDER_MORE, OrderAction } from '../src/core/market/order-message.ts';

interface MapOrder {
  readonly isAsk: boolean;
  ticks: number;
  quantity: number;
}

class MapSide {
  /** Orders of each price in the order they came: a Map keeps it. */
  private readonly levels = new Map<number, Map<number, MapOrder>>();
  private readonly isAsk: boolean;
  private bestTicks: number | undefined;

  constructor(isAsk: boolean) {
    this.isAsk = isAsk;
  }

  get best(): number | undefined {
    if (this.bestTicks === undefined) {
      for (const ticks of this.levels.keys()) if (this.isBetter(ticks)) this.bestTicks = ticks;
    }
    return this.bestTicks;
  }

  put(id: number, order: MapOrder): void {
    let level = this.levels.get(order.ticks);
    if (level === undefined) {
      level = new Map();
      this.levels.set(order.ticks, level);
      if (this.bestTicks !== undefined && this.isBetter(order.ticks)) this.bestTicks = order.ticks;
    }
    level.set(id, order);
  }

  take(id: number, { ticks }: MapOrder): void {
    const level = this.levels.get(ticks)!;
    level.delete(id);
    if (level.size > 0) return;
    this.levels.delete(ticks);
    if (ticks === this.bestTicks) this.bestTicks = undefined;
  }

  private isBetter(ticks: number): boolean {
    return this.bestTicks === undefined || (this.isAsk ? ticks < this.bestTicks : ticks > this.bestTicks);
  }
}

/** Sound messages only. What is asked at the end of each event is whether the best prices cross. */
export class MapOrderBook {
  crossedEvents = 0;
  readonly orders = new Map<number, MapOrder>();
  readonly bids = new MapSide(false);
  readonly asks = new MapSide(true);

  apply(action: number, flags: number, id: number, ticks: number, quantity: number): void {
    const known = this.orders.get(id);
    if (action === OrderAction.add) this.put(id, { isAsk: (flags & ORDER_ASK) !== 0, ticks, quantity });
    else if (known !== undefined && action === OrderAction.modify) this.modify(id, known, ticks, quantity);
    else if (known !== undefined && (action === OrderAction.cancel || action === OrderAction.execute)) {
      this.withdraw(id, known, quantity);
    }
    if ((flags & ORDER_MORE) === 0) this.endEvent();
  }

  private put(id: number, order: MapOrder): void {
    this.orders.set(id, order);
    this.sideOf(order).put(id, order);
  }

  private modify(id: number, known: MapOrder, ticks: number, quantity: number): void {
    if (ticks === known.ticks && quantity <= known.quantity) {
      known.quantity = quantity;
      return;
    }
    const side = this.sideOf(known);
    side.take(id, known);
    known.ticks = ticks;
    known.quantity = quantity;
    side.put(id, known);
  }

  private sideOf(order: MapOrder): MapSide {
    return order.isAsk ? this.asks : this.bids;
  }

  private withdraw(id: number, known: MapOrder, quantity: number): void {
    if (known.quantity > quantity) {
      known.quantity -= quantity;
      return;
    }
    this.sideOf(known).take(id, known);
    this.orders.delete(id);
  }

  private endEvent(): void {
    const bid = this.bids.best;
    const ask = this.asks.best;
    if (bid !== undefined && ask !== undefined && bid > ask) this.crossedEvents += 1;
  }
}
